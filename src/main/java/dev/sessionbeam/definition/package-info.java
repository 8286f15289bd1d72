/**
 * Turns the YAML text of a pipeline definition into typed, checked settings. If a definition is
 * wrong, all its faults are reported together, each with its line. No record is read before the
 * definition is correct.
 */
@NullMarked
package dev.sessionbeam.definition;

import org.jspecify.annotations.NullMarked;
