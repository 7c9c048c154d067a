"""Builds XBRL linkbases: extended links with locators, arcs and resources."""

from __future__ import annotations

from lxml import etree

from juesuan.schema.xbrlnames import PREFIX, TAXONOMY_URL

LINK = "http://www.xbrl.org/2003/linkbase"
XLINK = "http://www.w3.org/1999/xlink"
XBRLI = "http://www.xbrl.org/2003/instance"
XBRLDT = "http://xbrl.org/2005/xbrldt"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SCHEMA_FILE = "concepts.xsd"
STANDARD_ROLE = "http://www.xbrl.org/2003/role/link"
ARCROLES = "http://www.xbrl.org/2003/arcrole/"
DIMENSIONS = "http://xbrl.org/int/dim/arcrole/"

_ARCROLE_SCHEMAS = {
    f"{DIMENSIONS}{name}": f"http://www.xbrl.org/2005/xbrldt-2005.xsd#{name}"
    for name in (
        "all",
        "hypercube-dimension",
        "dimension-domain",
        "domain-member",
        "dimension-default",
    )
}
_ARCROLE_SCHEMAS["https://xbrl.org/2023/arcrole/summation-item"] = (
    "https://www.xbrl.org/2023/calculation-1.1.xsd#summation-item"
)


def xlink(name: str) -> str:
    """Return an attribute name of XLink in Clark notation."""
    return f"{{{XLINK}}}{name}"


def element_id(name: str) -> str:
    """Return the id of an element of the taxonomy, by which linkbases find it."""
    return f"{PREFIX}_{name}"


class Linkbase:
    """A linkbase in the making; links come out in the order in which they are first named."""

    def __init__(self, roles: dict[str, str], arcroles: tuple[str, ...] = ()) -> None:
        """Begin a linkbase; ``roles`` maps each role in use to the id of its definition."""
        self.root = etree.Element(
            f"{{{LINK}}}linkbase", nsmap={"link": LINK, "xlink": XLINK, "xbrldt": XBRLDT}
        )
        for role, identifier in roles.items():
            self._reference("roleRef", "roleURI", role, f"{SCHEMA_FILE}#{identifier}")
        for arcrole in arcroles:
            self._reference("arcroleRef", "arcroleURI", arcrole, _ARCROLE_SCHEMAS[arcrole])
        self._links: dict[tuple[str, str], etree._Element] = {}
        self._located: set[tuple[str, str, str]] = set()

    def _reference(self, tag: str, attribute: str, uri: str, href: str) -> None:
        attributes = {attribute: uri, xlink("type"): "simple", xlink("href"): href}
        etree.SubElement(self.root, f"{{{LINK}}}{tag}", attributes)

    def link(self, kind: str, role: str) -> etree._Element:
        """Return the extended link of a kind (``definitionLink``) and role."""
        if (kind, role) not in self._links:
            attributes = {xlink("type"): "extended", xlink("role"): role}
            self._links[kind, role] = etree.SubElement(self.root, f"{{{LINK}}}{kind}", attributes)
        return self._links[kind, role]

    def locate(self, kind: str, role: str, name: str) -> str:
        """Return the label of an element's locator in a link.

        ``name#again`` is a second locator of an element: two arcs may not join the same two.
        """
        link = self.link(kind, role)
        label = name.replace("#", ".")
        if (kind, role, label) not in self._located:
            self._located.add((kind, role, label))
            attributes = {
                xlink("type"): "locator",
                xlink("href"): f"{SCHEMA_FILE}#{element_id(name.partition('#')[0])}",
                xlink("label"): label,
            }
            etree.SubElement(link, f"{{{LINK}}}loc", attributes)
        return label

    def arc(
        self, kind: str, role: str, arcrole: str, start: str, end: str, **more: str
    ) -> etree._Element:
        """Add an arc between two elements; ``more`` are its attributes in Clark notation."""
        attributes = {
            xlink("type"): "arc",
            xlink("arcrole"): arcrole,
            xlink("from"): self.locate(kind, role, start),
            xlink("to"): self.locate(kind, role, end),
            **more,
        }
        tag = f"{{{LINK}}}{kind.removesuffix('Link')}Arc"
        return etree.SubElement(self.link(kind, role), tag, attributes)

    def resource(
        self, kind: str, tag: str, arcrole: str, name: str, attributes: dict[str, str]
    ) -> etree._Element:
        """Add a resource (a label, a reference) of an element, and its arc."""
        link = self.link(kind, STANDARD_ROLE)
        self.locate(kind, STANDARD_ROLE, name)
        label = f"{name}.{tag}"
        arcs = etree.QName(tag).localname
        if (kind, label, "") not in self._located:
            self._located.add((kind, label, ""))
            arc = {
                xlink("type"): "arc",
                xlink("arcrole"): arcrole,
                xlink("from"): name,
                xlink("to"): label,
            }
            etree.SubElement(link, f"{{{LINK}}}{arcs}Arc", arc)
        resource = {xlink("type"): "resource", xlink("label"): label, **attributes}
        return etree.SubElement(link, f"{{{LINK}}}{arcs}", resource)

    def to_bytes(self) -> bytes:
        """Return the linkbase as UTF-8 XML."""
        return serialise(self.root)


def serialise(root: etree._Element) -> bytes:
    """Return an element as UTF-8 XML, indented by one space."""
    etree.indent(root, space=" ")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def role_uri(name: str) -> str:
    """Return the URI of an extended link role of the taxonomy."""
    return f"{TAXONOMY_URL}role/{name}"
