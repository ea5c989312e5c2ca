#!/bin/sh
# Bazel refers to this file but never runs it; see BUILD.
exit 0
