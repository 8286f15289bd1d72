/**
 * Tables of Amazon DynamoDB as destinations: the current sessions of each machine, or its events.
 * See docs/hot-tier.md.
 */
@NullMarked
package dev.sessionbeam.deliver.dynamodb;

import org.jspecify.annotations.NullMarked;
