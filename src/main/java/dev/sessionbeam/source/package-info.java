/** Where records come from. */
@NullMarked
package dev.sessionbeam.source;

import org.jspecify.annotations.NullMarked;
