/** Deliveries to Firehose, which collects them for S3, Redshift, OpenSearch and others. */
@NullMarked
package dev.sessionbeam.deliver.firehose;

import org.jspecify.annotations.NullMarked;
