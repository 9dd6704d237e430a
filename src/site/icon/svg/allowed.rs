//! The elements and attributes that a copied SVG may have. Tables only.

/// Elements that draw, group, paint or clip. None runs, loads, embeds, animates or filters.
const ELEMENTS: [&str; 23] = [
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "g",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "svg",
    "symbol",
    "text",
    "title",
    "tspan",
    "use",
];

/// Attributes of shape and place.
const ATTRIBUTES: [&str; 43] = [
    "clipPathUnits",
    "cx",
    "cy",
    "d",
    "dx",
    "dy",
    "fr",
    "fx",
    "fy",
    "gradientTransform",
    "gradientUnits",
    "height",
    "lengthAdjust",
    "markerHeight",
    "markerUnits",
    "markerWidth",
    "maskContentUnits",
    "maskUnits",
    "offset",
    "orient",
    "pathLength",
    "patternContentUnits",
    "patternTransform",
    "patternUnits",
    "points",
    "preserveAspectRatio",
    "r",
    "refX",
    "refY",
    "rotate",
    "rx",
    "ry",
    "spreadMethod",
    "textLength",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
    "transform",
];

/// Attributes of looks, which style sheets may set too.
const PRESENTATION: [&str; 44] = [
    "clip-path",
    "clip-rule",
    "color",
    "color-interpolation",
    "direction",
    "display",
    "dominant-baseline",
    "fill",
    "fill-opacity",
    "fill-rule",
    "font-family",
    "font-size",
    "font-stretch",
    "font-style",
    "font-variant",
    "font-weight",
    "image-rendering",
    "letter-spacing",
    "marker-end",
    "marker-mid",
    "marker-start",
    "mask",
    "opacity",
    "overflow",
    "paint-order",
    "shape-rendering",
    "stop-color",
    "stop-opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
    "text-decoration",
    "text-rendering",
    "unicode-bidi",
    "vector-effect",
    "visibility",
    "word-spacing",
    "writing-mode",
];

/// Our own spelling of an element's name.
pub(super) fn element(name: &str) -> Option<&'static str> {
    // A link is a group that can be pressed, and an icon is no place for links.
    let name = if name == "a" { "g" } else { name };
    ELEMENTS.into_iter().find(|known| *known == name)
}

/// Our own spelling of an attribute's name.
pub(super) fn attribute(name: &str) -> Option<&'static str> {
    let shape = ATTRIBUTES.into_iter().find(|known| *known == name);
    shape.or_else(|| property(name))
}

/// Our own spelling of the name of something that style sheets may set.
pub(super) fn property(name: &str) -> Option<&'static str> {
    PRESENTATION.into_iter().find(|known| *known == name)
}

/// Whether an element puts something on the page by itself.
pub(super) fn draws(element: &str) -> bool {
    matches!(
        element,
        "circle" | "ellipse" | "line" | "path" | "polygon" | "polyline" | "rect" | "text" | "use"
    )
}

/// Whether an element's `href` is read.
pub(super) fn refers(element: &str) -> bool {
    matches!(
        element,
        "use" | "linearGradient" | "radialGradient" | "pattern"
    )
}

/// Whether an attribute may name another element with `url(#…)`.
pub(super) fn points(attribute: &str) -> bool {
    matches!(
        attribute,
        "fill" | "stroke" | "clip-path" | "mask" | "marker-start" | "marker-mid" | "marker-end"
    )
}

/// Whether the text inside an element is kept.
pub(super) fn holds_text(element: &str) -> bool {
    matches!(element, "text" | "tspan" | "title" | "desc")
}
