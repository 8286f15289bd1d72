/**
 * What is delivered, and what becomes of it if it cannot be: a delivery, its idempotency key, and
 * its dead letter.
 */
@NullMarked
package dev.sessionbeam.deliver.message;

import org.jspecify.annotations.NullMarked;
