"""What search engines are told of a page is what stands on it."""

import json

from lxml import html

from scripts.render.linked import TYPE, linked_data
from scripts.render.policy import inline_scripts

PAGE = """
<html><head><meta name="description" content="A &lt;page&gt;."></head><body><article>
<h1>The slope<a class="headerlink" href="#">¶</a></h1>
<h2 id="what" data-level="basic">What is it?<a class="headerlink" href="#what">¶</a></h2>
<p class="question-about">basic</p>
<p class="short-answer">Rise over
  run.</p>
<h2 id="why" data-level="advanced">Why &lt;/script&gt;?</h2>
<p class="short-answer">Because <span class="katex">x</span>.</p>
</article></body></html>
"""


def test_a_page_is_a_resource_with_its_questions() -> None:
    made = linked_data(html.fromstring(PAGE), "https://example.com/a/")
    tree = html.document_fromstring(f"<html><head>{made}</head><body></body></html>")
    assert inline_scripts(tree) == []  # data: no policy has to name it
    (script,) = tree.iter("script")
    assert script.get("type") == TYPE
    data = json.loads(script.text)
    assert (data["@type"], data["name"], data["description"]) == ("LearningResource", "The slope", "A <page>.")
    what, why = data["hasPart"]
    assert what["name"] == "What is it?"
    assert what["url"] == "https://example.com/a/#what"
    assert why["educationalLevel"] == "advanced"
    assert "Rise over run" not in script.text  # an answer stands on the page, and is loaded once


def test_no_text_ends_the_script() -> None:
    assert linked_data(html.fromstring(PAGE), "").count("</script>") == 1


def test_a_page_without_questions_is_not_described() -> None:
    assert linked_data(html.fromstring("<html><body><article><h1>A</h1></article></body></html>"), "") == ""
