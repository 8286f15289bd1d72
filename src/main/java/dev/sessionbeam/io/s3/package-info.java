/**
 * S3: which server, which credentials, and how objects are encrypted. Faults in these settings are
 * reported before a run starts.
 */
@NullMarked
package dev.sessionbeam.io.s3;

import org.jspecify.annotations.NullMarked;
