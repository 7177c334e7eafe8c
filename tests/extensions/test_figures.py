"""An image with a caption becomes a figure, with the drawing inline."""

from tests.extensions.conftest import Render

SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" version="1.1"><path d="M0 0"/></svg>'
FILES = {"training/page/a b.svg": SVG}
FIGURE = '![Rise & "run" < 1.](page/a%20b.svg)\n*A *good* caption with $`x`$ and [@newton1687].*'


def test_image_and_caption_are_a_figure_with_the_drawing_inline(render: Render) -> None:
    tree = render(FIGURE, page="training/page.md", files=FILES)
    (figure,) = tree.xpath("figure")
    assert [child.tag for child in figure] == ["svg", "figcaption"]
    (drawing,) = figure.xpath("svg")
    assert (drawing.get("role"), drawing.get("aria-label")) == ("img", 'Rise & "run" < 1.')
    assert "version" not in drawing.attrib
    assert tree.xpath("//img") == []
    assert "Newton 1987" in figure.xpath("figcaption")[0].text_content()


def test_drawing_is_tightened_without_drawing_otherwise(render: Render) -> None:
    drawing = """<svg xmlns="http://www.w3.org/2000/svg">
    <defs/><path d="M0 0" style="fill: none"/><g><g clip-path="url(#a)"><g><path d="M0 0"/></g></g></g>
    <text transform="rotate(-0 73.509908 224.733398)">a</text>
    <text transform="rotate(-90 13.123456 7.1)">b</text></svg>"""
    files = {"training/page/a b.svg": drawing.encode()}
    (svg,) = render(FIGURE, page="training/page.md", files=files).xpath("figure/svg")
    assert [(e.tag, e.getparent().tag) for e in svg.iter("g", "path", "text")] == [
        ("g", "svg"),
        ("path", "g"),
        ("text", "svg"),
        ("text", "svg"),
    ]
    assert [text.get("transform") for text in svg.iter("text")] == [None, "rotate(-90 13.12 7.1)"]


def test_the_name_of_its_module_moves_from_the_image_to_the_figure(render: Render) -> None:
    text = FIGURE.replace(".svg)", ".svg){ data-interactive=turning-line }")
    (figure,) = render(text, page="training/page.md", files=FILES).xpath("figure")
    assert figure.get("data-interactive") == "turning-line"
    assert [child.tag for child in figure] == ["svg", "figcaption"]
    assert "data-interactive" not in figure.xpath("svg")[0].attrib
    assert render(FIGURE, page="training/page.md", files=FILES).xpath("//@data-interactive") == []


def test_figure_in_a_tab_and_a_box_is_one_too(render: Render) -> None:
    inside = FIGURE.replace("\n", "\n        ").replace("*good*", "good")
    tree = render(f'=== "Tab"\n\n    !!! note\n        {inside}\n', page="training/page.md", files=FILES)
    assert len(tree.xpath("//figure/svg")) == 1


def test_image_without_caption_is_no_figure(render: Render) -> None:
    for text in ("![Words](page/a%20b.svg)", "![Words](page/a%20b.svg)\n\n*Below.*", "See ![Words](a.svg)\n*this*."):
        tree = render(text, page="training/page.md", files=FILES)
        assert tree.xpath("//figure") == []
        assert len(tree.xpath("//p/img")) == 1


def test_picture_that_is_no_drawing_or_not_there_stays_an_image_of_the_figure(render: Render) -> None:
    for source in ("photo.png", "gone.svg"):
        tree = render(f"![Words]({source})\n*Caption.*", page="training/page.md", files={"training/photo.png": b""})
        assert [child.tag for child in tree.xpath("figure")[0]] == ["img", "figcaption"]


def test_outside_of_a_site_the_image_stays_a_link(render: Render) -> None:
    assert render(FIGURE.replace("*good*", "good")).xpath("//figure/img/@src") == ["page/a%20b.svg"]
