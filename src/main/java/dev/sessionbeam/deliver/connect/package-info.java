/**
 * How a destination is reached: one connector for each kind of destination, behind one small
 * interface.
 */
@NullMarked
package dev.sessionbeam.deliver.connect;

import org.jspecify.annotations.NullMarked;
