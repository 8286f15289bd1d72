/**
 * In streaming, which events still reach their session: not those that come too late, nor those of
 * a machine that floods.
 */
@NullMarked
package dev.sessionbeam.admit;

import org.jspecify.annotations.NullMarked;
