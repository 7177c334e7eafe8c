"""Every page carries the Content-Security-Policy, and holds nothing that it would stop."""

from collections.abc import Iterator

from scripts.checks.built.site import BuiltPage, BuiltSite, Found
from scripts.content import Problem
from scripts.render.policy import digest, inline_scripts


def check(built: BuiltSite) -> Iterator[Problem]:
    """Look at scripts, handlers, addresses that are scripts, and style elements."""
    yield from built.of_each_page("built-policy", _found)


def _found(page: BuiltPage) -> Iterator[Found]:
    policies = page.tree.xpath("//head/meta[@http-equiv='Content-Security-Policy']")
    if len(policies) != 1:
        yield f"{len(policies)} policies in the head; the build writes one", ""
        return
    if before := policies[0].xpath("preceding::*[self::script or self::link or self::style][1]"):
        yield f"<{before[0].tag}> stands before the policy and escapes it", ""
    for script in inline_scripts(page.tree):
        if digest(script) not in policies[0].get("content", ""):
            message = f"the policy does not name the script {script[:30].strip()!r}; move it into a file of the site"
            yield message, ""
    for element in page.tree.iter():
        for name, value in element.attrib.items():
            if name.startswith("on"):
                message = f'{name}="{value[:30]}" would not run; listen in a script of the site'
                yield message, f"{name}="
            elif value.strip().lower().startswith("javascript:"):
                yield f"{value[:30]} would not run; use a button and a script", value
    for style in page.tree.iter("style"):
        message = f"<style> {(style.text or '').strip()[:30]!r} would not apply; move it into docs/stylesheets"
        yield message, "<style"
