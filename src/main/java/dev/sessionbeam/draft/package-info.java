/** Drafts a definition from a sample of records. */
@NullMarked
package dev.sessionbeam.draft;

import org.jspecify.annotations.NullMarked;
