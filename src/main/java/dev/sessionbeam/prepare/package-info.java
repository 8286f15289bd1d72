/**
 * The steps before sessions: filter invalid records, clean fields, check the time, enrich events.
 * Each rule is a plain function and is tested without Beam; a transform only connects it. A rule
 * rejects a record by an exception. Then the step emits the record as a rejected record.
 */
@NullMarked
package dev.sessionbeam.prepare;

import org.jspecify.annotations.NullMarked;
