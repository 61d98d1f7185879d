"""Small QTI items and packages, written as the versions write them."""

import io
import zipfile

NS = "http://www.imsglobal.org/xsd/imsqti_v2p1"
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89"
    b"\0\0\0\rIDATx\x9cc\xf8\xff\xff?\0\x05\xfe\x02\xfe\r\xefF\xb8\0\0\0\0IEND\xaeB`\x82"
)


def item(body, *, declared="", rules="", title="T", name="i1", attributes="", head=""):
    """An item of QTI 2.1. declared: response declarations, rules: response processing."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}\n<assessmentItem xmlns="{NS}" identifier="{name}" '
        f'title="{title}" adaptive="false" timeDependent="false" {attributes}>{declared}'
        f"<itemBody>{body}</itemBody>{rules}</assessmentItem>"
    )


def declare(*right, kind="single", base="identifier", name="RESPONSE", mapping=""):
    values = "".join(f"<value>{value}</value>" for value in right)
    correct = f"<correctResponse>{values}</correctResponse>" if right else ""
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{kind}" baseType="{base}">{correct}{mapping}'
        "</responseDeclaration>"
    )


def mapping(entries, **attributes):
    inner = "".join(f'<mapEntry mapKey="{key}" mappedValue="{points}"/>' for key, points in entries.items())
    extra = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<mapping{extra}>{inner}</mapping>"


def rules(template):
    return (
        f'<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/{template}"/>'
    )


def choices(options="A B C", most=1, prompt="Which?"):
    inner = "".join(
        f'<simpleChoice identifier="{name}">text {name}</simpleChoice>' for name in options.split()
    )
    return (
        f'<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="{most}">'
        f"<prompt>{prompt}</prompt>{inner}</choiceInteraction>"
    )


def as_version_3(text):
    """A 2.1 item in the spelling of 3.0."""
    names = {
        "assessmentItem": "qti-assessment-item",
        "responseDeclaration": "qti-response-declaration",
        "correctResponse": "qti-correct-response",
        "itemBody": "qti-item-body",
        "choiceInteraction": "qti-choice-interaction",
        "simpleChoice": "qti-simple-choice",
        "responseProcessing": "qti-response-processing",
        "responseIdentifier": "response-identifier",
        "maxChoices": "max-choices",
        "baseType": "base-type",
        "<value": "<qti-value",
        "</value": "</qti-value",
        "<prompt": "<qti-prompt",
        "</prompt": "</qti-prompt",
        "imsqti_v2p1": "imsqtiasi_v3p0",
    }
    for old, new in names.items():
        text = text.replace(old, new)
    return text


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def manifest(*hrefs):
    resources = "".join(
        f'<resource identifier="r{number}" type="imsqti_item_xmlv2p1" href="{href}">'
        f'<file href="{href}"/></resource>'
        for number, href in enumerate(hrefs)
    )
    return (
        '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m">'
        f"<resources>{resources}</resources></manifest>"
    )
