/** Made-up events for trying things out. */
@NullMarked
package dev.sessionbeam.simulate;

import org.jspecify.annotations.NullMarked;
