"""Where the parts of the repository lie."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SUITES = ROOT / "suites"
SCHEMAS = ROOT / "reports" / "schema"
TEMPLATES = ROOT / "reports" / "templates"
ASSETS = ROOT / "reports" / "assets"
BUNDLE = ROOT / "reports" / "bundle"
FIXTURES = ROOT / "fixtures"
EXPECTATIONS = FIXTURES / "expectations"
OUT = ROOT / "out"
