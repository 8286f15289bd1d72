/**
 * Puts versions of a pipeline up, changes them, and goes back: the decisions, apart from the
 * platform that runs the jobs. Each step is written down before and after it is done, so that a
 * change that was interrupted at any moment is finished by the next call. See docs/deploy.md.
 */
@NullMarked
package dev.sessionbeam.deploy;

import org.jspecify.annotations.NullMarked;
