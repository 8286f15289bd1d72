/** S3: which server, by whom and how encrypted; what is wrong with that before a run starts. */
@NullMarked
package dev.sessionbeam.s3;

import org.jspecify.annotations.NullMarked;
