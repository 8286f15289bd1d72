package dev.sessionbeam.deliver.connect;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What no message may have, although a destination may repeat it in an answer: the value of the
 * secret header, and long parts of the address, which often are secrets too.
 */
final class HiddenParts {
  /** Shorter parts are words of an address, such as {@code services}, and not secrets. */
  private static final int SHORTEST_OF_ADDRESS = 12;

  /** Shorter parts of a header are words such as {@code Bearer}. */
  private static final int SHORTEST_OF_HEADER = 8;

  private static final Pattern IN_ADDRESS = Pattern.compile("[/?&=;]");
  private static final Pattern IN_HEADER = Pattern.compile("[ ,;=:]");

  private HiddenParts() {}

  /** Returns the texts to hide; longer ones are before those that they contain. */
  static List<String> of(URI url, @Nullable String secretValue) {
    Stream<String> address =
        Stream.of(url.getRawPath(), url.getPath(), url.getRawQuery(), url.getQuery())
            .filter(Objects::nonNull)
            .flatMap(IN_ADDRESS::splitAsStream)
            .filter(part -> part.length() >= SHORTEST_OF_ADDRESS);
    Stream<String> header =
        secretValue == null
            ? Stream.of()
            : Stream.concat(
                Stream.of(secretValue),
                IN_HEADER
                    .splitAsStream(secretValue)
                    .filter(part -> part.length() >= SHORTEST_OF_HEADER));
    return Stream.concat(header, address).toList();
  }
}
