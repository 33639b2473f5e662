#!/bin/sh
# Pins every requirement with hashes, for Python 3.11 to 3.13, naming no registry.
set -eu
uv=${1:-uv}
cd "$(dirname "$0")"
lock() {
    name=$1
    shift
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-strip-extras \
        --no-header --no-emit-index-url --no-emit-find-links "$@" "$name.in" --output-file "$name.txt"
}
lock dev
# The smaller environments take their versions from the one that is tested.
lock runtime --constraints dev.txt
lock report --constraints dev.txt
lock processor --constraints dev.txt
# The bundle's packages, for Lambda's platform only.
"$uv" pip compile --quiet --python-platform aarch64-manylinux_2_28 --python-version 3.14 \
    --only-binary :all: --generate-hashes --no-annotate --no-header --no-emit-index-url \
    --no-emit-find-links --constraints dev.txt processor.in --output-file processor-lambda.txt
lock checkov
