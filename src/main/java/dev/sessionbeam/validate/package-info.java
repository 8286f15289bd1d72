/** The first step: which records are events at all. */
@NullMarked
package dev.sessionbeam.validate;

import org.jspecify.annotations.NullMarked;
