/**
 * The pipeline of {@code settle}: rewrites days on which nothing can change any more into few files
 * with the current lines only. See docs/design/settle.md.
 */
@NullMarked
package dev.sessionbeam.settle;

import org.jspecify.annotations.NullMarked;
