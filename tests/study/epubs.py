"""What can be wrong with the structure of an EPUB; epubcheck, which needs Java, finds the rest before a release."""

import io
import posixpath
import zipfile
from urllib.parse import unquote

from lxml import etree


def files(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def dead_links(packed: bytes) -> list[str]:
    """Where a reader would find nothing: files, places in them, files of no chapter, addresses of other hosts."""
    content = files(packed)
    trees = {
        name: etree.fromstring(each) for name, each in content.items() if name.endswith((".xhtml", ".opf", ".svg"))
    }
    ids = {name: [str(each) for each in tree.xpath("//@id")] for name, tree in trees.items()}
    found = [f"{name}: an id twice" for name, each in ids.items() if len(each) != len(set(each))]
    for name, tree in trees.items():
        for link in [*tree.xpath("//@href"), *tree.xpath("//@src"), *tree.xpath("//@*[name()='xlink:href']")]:
            if "://" in link:
                if not link.getparent().tag.endswith("}a"):
                    found.append(f"{name}: {link} is fetched")
                continue
            path, _, place = unquote(str(link)).partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            if target not in content or (place and place not in ids[target]):
                found.append(f"{name}: {link}")
    return found


def faults(packed: bytes) -> list[str]:
    """What is wrong with the structure of an EPUB."""
    content = files(packed)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        first = archive.infolist()[0]
    found = [] if (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED) else ["mimetype"]
    package = etree.fromstring(content["EPUB/package.opf"])
    space = {"o": "http://www.idpf.org/2007/opf"}
    items = {item.get("id"): item for item in package.iterfind(".//o:item", space)}
    named = {f"EPUB/{item.get('href')}" for item in items.values()} | {"EPUB/package.opf"}
    found += sorted(named ^ {name for name in content if name.startswith("EPUB/")})
    spine = [items[each.get("idref")].get("href") for each in package.iterfind(".//o:itemref", space)]
    found += sorted(set(spine) ^ {name.removeprefix("EPUB/") for name in content if name.endswith(".xhtml")})
    contents = etree.fromstring(content["EPUB/contents.xhtml"])
    linked = {str(each).partition("#")[0] for each in contents.xpath("//*[local-name()='nav'][@id='toc']//@href")}
    found += sorted(set(spine[3:]) ^ linked)
    for name in [name for name in content if name.endswith(".xhtml")]:
        tree = etree.fromstring(content[name])
        tags = {etree.QName(element).localname for element in tree.iter(etree.Element)}
        found += [
            f"{name}: <{tag}>" for tag in tags & {"script", "form", "input", "button", "details", "annotation", "svg"}
        ]
        item = next(item for item in items.values() if f"EPUB/{item.get('href')}" == name)
        if ("math" in tags) != (item.get("properties") == "mathml"):
            found.append(f"{name}: properties")
    return found + dead_links(packed)
