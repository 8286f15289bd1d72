/** Why a record was refused, and the envelope that keeps it. */
@NullMarked
package dev.sessionbeam.failure;

import org.jspecify.annotations.NullMarked;
