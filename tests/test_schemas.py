"""The schemas for editors: as SchemaStore takes them, and of one mind with what reads the files."""

import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from transflow.commands import init
from transflow.errors import TransflowError
from transflow.glossary import reader
from transflow.glossary.schema import schema as of_glossaries
from transflow.schemas import catalogued
from transflow.site import config

ROOT = Path(__file__).parents[1]
SCHEMAS = {"transflow": init.schema(), "transflow-glossary": of_glossaries()}


def parts(value):
    """Yield every mapping in a schema."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from parts(inner)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_as_the_catalogue_takes_it(name):
    schema = SCHEMAS[name]
    jsonschema.Draft7Validator.check_schema(schema)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert schema["$id"] == f"https://json.schemastore.org/{name}.json"
    assert {"title", "description", "type", "properties", "definitions"} <= set(schema)
    assert next(iter(schema)) == "$schema"
    # Nothing is fetched, and next to a reference draft 7 sees nothing.
    references = [part for part in parts(schema) if isinstance(part.get("$ref"), str)]
    assert references
    for part in references:
        assert set(part) == {"$ref"}
        assert part["$ref"].removeprefix("#/definitions/") in schema["definitions"]
    assert not re.search(r"\$defs|prefixItems|dependentRequired|unevaluated|\$anchor", str(schema))
    # A key that is misspelt is told, wherever it stands.
    assert not [part for part in parts(schema) if "properties" in part and part.get("type") == "object" and "additionalProperties" not in part]  # fmt: skip


def test_every_key_of_a_configuration_says_what_it_is():
    schema = SCHEMAS["transflow"]
    ours = [
        part for name, part in schema["definitions"].items() if "." not in name
    ]  # an engine describes its own
    silent = [key for part in (schema, *ours) for key, told in part["properties"].items() if "description" not in told]  # fmt: skip
    assert silent == []


def test_what_stands_beside_a_reference_stays():
    found = {"$ref": "#/$defs/A", "$defs": {"A": {"type": "object", "title": "A", "properties": {"b": {"$ref": "#/$defs/B", "default": 1}}}, "B": {"enum": [1]}}}  # fmt: skip
    made = catalogued(found, "x", "X", "Y.")
    assert made["properties"]["b"] == {"default": 1, "allOf": [{"$ref": "#/definitions/B"}]}
    assert (made["title"], made["description"], made["definitions"]) == ("X", "Y.", {"B": {"enum": [1]}})


EXAMPLES = [ROOT.joinpath("transflow.yaml").read_text("utf-8")] + [
    block if block.startswith(("source:", "targets:")) else f"targets: [en]\n{block}"
    for block in re.findall(
        r"```yaml\n(.*?)```", (ROOT / "docs/configuration.md").read_text("utf-8"), re.DOTALL
    )
    if re.match(r"(?:" + "|".join(config.Config.__struct_fields__) + "):", block)
]
RIGHT = [
    *EXAMPLES,
    "source: [zh-CN, en]\ntargets: [ja]\n",
    "targets: [en]\ncontent: [{root: ., source: 'docs/{path}.md', target: 'i18n/{lang}/{path}.md', declare: false, dialect: mdx}]\n",
    "targets: [en]\nglossaries: [a.yaml, {files: [b.yaml], paths: [c/**]}]\nmemory: [tm/*.tmx]\nignore: ['/drafts/']\n",
    "targets: [en]\nengine: openai\nengines: {openai: {model: small, temperature: 0.2, price: {input: 1, output: 2}}, libretranslate: {}, mine: {a: [1]}}\n",
    "targets: [en, ja]\nrequired: [en]\nlanguages: {ja: {machine: false, exclude: [blog/**], reviewers: [Li], max_unmodified: 90}}\n",
    "targets: [en]\nfront_matter: {translate: [title], taxonomies: {tags: {美股: US stocks}}, own: [weight], record: i18n, fields: {stale: stale_since}}\n",
    "targets: [en]\nmarkdown: {dialect: hugo, math: true, breaks: false, diagrams: true, links: keep}\nstyle: {scale: letters}\n",
    "targets: [en]\nchecks: {select: [TF101], severity: {TF102: warning}, max_risk: 40, per_path: [{paths: [a/**], ignore: [TF2]}]}\n",
]  # fmt: skip
WRONG = [
    "source: zh-CN\n",
    "targets: []\n",
    "targets: en\n",
    "targets: [1]\n",
    "targets: [en]\ntarget: [fr]\n",
    "targets: [en]\ncontent: [{root: a, sorce: b}]\n",
    "targets: [en]\ncontent: {root: a}\n",
    "targets: [en]\nmarkdown: {maths: true}\n",
    "targets: [en]\nmarkdown: {math: maybe}\n",
    "targets: [en]\nmarkdown: {dialect: html}\n",
    "targets: [en]\nstyle: {scale: words}\n",
    "targets: [en]\nchecks: {severity: {TF101: fatal}}\n",
    "targets: [en]\nlanguages: {ja: {machine: no way}}\n",
    "targets: [en]\nfront_matter: {fields: {drft: x}}\n",
    "targets: [en]\nengine: [a]\n",
    "- a\n",
]


def is_right(name, text):
    return jsonschema.Draft7Validator(SCHEMAS[name]).is_valid(yaml.safe_load(text))


@pytest.mark.parametrize("text", RIGHT)
def test_a_configuration_that_is_read_is_right(text):
    config.parse_config(text)
    assert is_right("transflow", text)


@pytest.mark.parametrize("text", WRONG)
def test_a_configuration_that_is_refused_is_wrong(text):
    with pytest.raises(TransflowError):
        config.parse_config(text)
    assert not is_right("transflow", text)


HEAD = "source: zh\ntarget: en\nterms: "


@pytest.mark.parametrize("text", ["{字: a}", "{字: no}", "{字: 1.10}", "{字: {use: a, also: [b], not: c, case: exact}}", "{字: [{use: b, context: [文]}, a]}", "{字: {use: a, hint: yes}}", "{}"])  # fmt: skip
def test_a_glossary_that_is_read_is_right(text):
    reader.read("g.yaml", lambda _name: (HEAD + text).encode())
    assert is_right("transflow-glossary", HEAD + text)


@pytest.mark.parametrize("text", ["{字: {use: a, nto: b}}", "{字: {also: [a]}}", "{字: {use: a, case: loud}}", "{字: []}", "[字]", "{字: {use: [a]}}"])  # fmt: skip
def test_a_glossary_that_is_refused_is_wrong(text):
    with pytest.raises(TransflowError):
        reader.read("g.yaml", lambda _name: (HEAD + text).encode())
    assert not is_right("transflow-glossary", HEAD + text)
