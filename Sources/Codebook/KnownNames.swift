// Whether a name would be taken for a variable's.

/// The names that a plain file's columns can have for a codebook's variables.
package struct KnownNames {
    private let table: NameTable

    /// Takes down the names of a codebook; O(aliases).
    package init(_ codebook: Codebook) {
        table = NameTable(codebook)
    }

    /// Whether a column of the name would be bound to a variable, or asked about; O(the name's words).
    package func include(_ name: String) -> Bool {
        table.variable(for: name) != nil || !table.variables(forUnitOf: name).isEmpty
            || !table.variables(inText: name).isEmpty
    }
}
