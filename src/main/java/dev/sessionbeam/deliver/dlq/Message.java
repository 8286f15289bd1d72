package dev.sessionbeam.deliver.dlq;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message of a queue, wherever it is kept.
 *
 * @param id the id that the queue gave it; empty if it is not known
 * @param attributes the text of each attribute, by name; of a binary one, its bytes as base64
 * @param sent when it was put into the queue; of a line of {@code undelivered/}, when its file was
 *     written; null if it is not known
 */
record Message(String id, Map<String, String> attributes, String body, @Nullable Instant sent) {}
