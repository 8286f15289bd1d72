/** Where lines go to: datasets, partitions, file names. */
@NullMarked
package dev.sessionbeam.sink;

import org.jspecify.annotations.NullMarked;
