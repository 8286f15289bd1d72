/**
 * Packs many events or records into one encoded element, so that they pass through a runner fast.
 * This is the only package that knows how they are packed together. See docs/design/packing.md.
 */
@NullMarked
package dev.sessionbeam.packing;

import org.jspecify.annotations.NullMarked;
