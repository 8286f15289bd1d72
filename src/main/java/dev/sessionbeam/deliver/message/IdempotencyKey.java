package dev.sessionbeam.deliver.message;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import java.util.UUID;

/**
 * Computes the key of a delivery. All copies of one delivery have the same key, whatever sends them
 * and however often.
 */
final class IdempotencyKey {
  private static final UUID NAMESPACE =
      Generators.nameBasedGenerator(NameBasedGenerator.NAMESPACE_URL)
          .generate("https://sessionbeam.dev/delivery");

  private static final NameBasedGenerator GENERATOR = Generators.nameBasedGenerator(NAMESPACE);

  private IdempotencyKey() {}

  /**
   * Returns the UUIDv5 of the destination, and of the event's machine, id and instant or the
   * session's id and revision.
   */
  static UUID of(String destination, Subject subject) {
    String about =
        switch (subject.source()) {
          case EVENTS -> subject.machine() + "\n" + subject.id();
          case SESSIONS -> subject.id();
        };
    return GENERATOR.generate(destination + "\n" + about + "\n" + subject.number());
  }
}
