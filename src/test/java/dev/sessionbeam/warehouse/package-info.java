/** Tests of the tables that {@code sessionbeam tables} prints. */
@NullMarked
package dev.sessionbeam.warehouse;

import org.jspecify.annotations.NullMarked;
