# Random tables of groups by present and absent, and what R says about them (R 4.2.2, epitools 0.5-10.1): run it in this folder to write
# ../Fixtures/comparisons.csv and ../Fixtures/adjusted.csv.
suppressMessages(library(epitools))
set.seed(1954)
number <- function(x) ifelse(is.na(x), "", format(x, digits = 16, trim = TRUE, scientific = TRUE))

rows <- list()
for (i in 1:120) {
  k <- sample(2:5, 1)
  size <- sample(c(6, 12, 40, if (k < 4) 300), 1)
  n <- sample(1:size, k, TRUE) + 2
  x <- rbinom(k, n, sample(c(.05, .3, .5, .9), 1))
  if (sum(x) == 0 || sum(x) == sum(n)) next
  table <- cbind(n - x, x)
  chi <- suppressWarnings(chisq.test(table, correct = FALSE))
  two <- table[2:1, ]  # the second group is the reference
  pr <- or <- c(NA, NA, NA)
  if (all(two > 0)) {
    pr <- suppressWarnings(riskratio(two, method = "wald"))$measure[2, ]
    or <- suppressWarnings(oddsratio(two, method = "wald"))$measure[2, ]
  }
  rows[[length(rows) + 1]] <- data.frame(
    events = paste(x, collapse = ";"), records = paste(n, collapse = ";"),
    chi2 = number(unname(chi$statistic)), chi2_p = number(chi$p.value), expected = number(min(chi$expected)),
    fisher_p = number(fisher.test(table, workspace = 2e7)$p.value),
    trend = number(unname(suppressWarnings(prop.trend.test(x, n))$statistic)),
    trend_p = number(suppressWarnings(prop.trend.test(x, n))$p.value),
    pr = number(pr[[1]]), pr_l = number(pr[[2]]), pr_u = number(pr[[3]]),
    or = number(or[[1]]), or_l = number(or[[2]]), or_u = number(or[[3]])
  )
}
write.csv(do.call(rbind, rows), "../Fixtures/comparisons.csv", row.names = FALSE, quote = FALSE)

rows <- lapply(1:30, function(i) {
  p <- round(rbeta(sample(1:14, 1), .4, 1), sample(2:6, 1))
  data.frame(p = paste(number(p), collapse = ";"), holm = paste(number(p.adjust(p, "holm")), collapse = ";"),
             bh = paste(number(p.adjust(p, "BH")), collapse = ";"))
})
write.csv(do.call(rbind, rows), "../Fixtures/adjusted.csv", row.names = FALSE, quote = FALSE)
