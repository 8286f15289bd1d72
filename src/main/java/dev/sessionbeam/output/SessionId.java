package dev.sessionbeam.output;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import java.util.UUID;

/**
 * Computes a session's id from its machine and start. The id is the same wherever and whenever it
 * is computed.
 */
public final class SessionId {
  private static final UUID NAMESPACE =
      Generators.nameBasedGenerator(NameBasedGenerator.NAMESPACE_URL)
          .generate("https://sessionbeam.dev/session");

  private static final NameBasedGenerator GENERATOR = Generators.nameBasedGenerator(NAMESPACE);

  private SessionId() {}

  /**
   * Returns the UUIDv5 of machine and start. See docs/semantics.md, section 3.
   *
   * @param startMillis the instant of the session's first event, in milliseconds since the epoch
   */
  public static UUID of(String machine, long startMillis) {
    return GENERATOR.generate(machine + "\n" + startMillis);
  }
}
