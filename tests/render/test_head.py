"""What a built page names in its head is replaced, and nothing else changes."""

from scripts.render.head import Head, element, tight

PAGE = """<!doctype html>
<html lang="en"><head>
<meta charset="utf-8">
<title>A &amp; B</title>
<link rel="stylesheet" href="../../assets/stylesheets/main.css">
<link href="../../stylesheets/site.css" rel="stylesheet">
<link rel="icon" href="../../assets/mark.svg">
<script src="../../assets/site.js" defer></script>
</head><body><link rel="stylesheet" href="x.css"> “text” </body></html>
"""


def test_style_sheets_are_named_as_files_of_the_site() -> None:
    head = Head(PAGE)
    assert head.root == "../../"
    assert head.styles == ("assets/stylesheets/main.css", "stylesheets/site.css")
    assert Head(PAGE.replace("../../", "/")).styles == Head(PAGE.replace("../../", "")).styles == head.styles
    assert Head("<p>A page without a head</p>").styles == ()


def test_styles_script_and_policy_are_put_in_their_places() -> None:
    head = Head(PAGE)
    head.insert_after_charset("<meta new>")
    head.replace_styles("<one>", "<two>")
    head.replace_script("assets/site.js", "assets/site.1234.js")
    expected = PAGE.replace('<meta charset="utf-8">', '<meta charset="utf-8">\n<meta new>')
    expected = expected.replace('<link rel="stylesheet" href="../../assets/stylesheets/main.css">', "<one>\n<two>")
    expected = expected.replace('<link href="../../stylesheets/site.css" rel="stylesheet">', "")
    assert head.text == expected.replace("site.js", "site.1234.js")


def test_elements_are_written_with_escaped_values() -> None:
    made = element("link", rel="preload", as_="font", http_equiv="'self' \"&\"", crossorigin="")
    assert made == '<link rel="preload" as="font" http-equiv="\'self\' &quot;&amp;&quot;" crossorigin>'


def test_indentation_goes_and_code_keeps_its_own() -> None:
    code = "<pre><code>def f():\n\n    return 1\n</code></pre>"
    script = "<script>{\n  x;\n}</script>"
    page = f"<p>\n   A\n\n     b</p>\n  {code}\n\n  {script}\n  <textarea>\n  c</textarea>   \n"
    assert tight(page) == f"<p>\nA\nb</p>\n{code}\n{script}\n<textarea>\n  c</textarea>\n"


def test_attributes_that_nobody_reads_go_but_not_the_words() -> None:
    page = (
        '<header class="a" data-md-component="header"><svg xmlns="http://www.w3.org/2000/svg"></svg> xmlns="x"</header>'
    )
    assert tight(page) == '<header class="a"><svg></svg> xmlns="x"</header>'
    code = '<pre data-md-component="x">&lt;svg xmlns="y"&gt;</pre>'
    assert tight(code) == code
