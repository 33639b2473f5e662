"""Lists the benchmarks: `python -m benchmarks`; each is run as `python -m benchmarks.NAME`."""

from pathlib import Path

for file in sorted(Path(__file__).parent.rglob("*.py")):
    if not file.name.startswith("_"):
        name = ".".join(file.relative_to(Path(__file__).parent).with_suffix("").parts)
        summary = file.read_text(encoding="utf-8").lstrip('"').splitlines()[0]
        print(f"python -m benchmarks.{name:28} {summary}")
