/**
 * The pipeline as a table of contents: {@link dev.sessionbeam.SessionPipeline} chains the steps
 * from records to sessions in files. Batch and streaming use the same steps. The caller decides
 * where records come from and where results go.
 */
@NullMarked
package dev.sessionbeam;

import org.jspecify.annotations.NullMarked;
