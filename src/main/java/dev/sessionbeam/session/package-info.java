/**
 * What a session is: the merging window that gathers its events and the cut that finds it exactly.
 */
@NullMarked
package dev.sessionbeam.session;

import org.jspecify.annotations.NullMarked;
