package dev.sessionbeam.deliver.connect;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Entries are texts, whose size is their length. A call takes three of them, of ten characters. */
class BatchCallsTest {
  private final List<List<String>> sent = new ArrayList<>();

  private List<Outcome> send(String... entries) {
    return new BatchCalls<String>(
            new BatchCalls.Limits(3, 10), String::length, BatchCallsTest::unsendable, this::call)
        .send(List.of(entries))
        .join();
  }

  private static Optional<Outcome> unsendable(String entry) {
    return entry.length() > 10 ? Optional.of(Outcome.tooLarge(entry)) : Optional.empty();
  }

  private CompletableFuture<List<Outcome>> call(List<String> entries) {
    sent.add(entries);
    return switch (entries.get(0)) {
      case "throws" -> throw new IllegalStateException("closed");
      case "fails" -> CompletableFuture.failedFuture(new IllegalStateException("broken"));
      case "forgets" -> CompletableFuture.completedFuture(List.of());
      default -> CompletableFuture.completedFuture(entries.stream().map(Outcome::refused).toList());
    };
  }

  private static List<Outcome> refused(String... entries) {
    return List.of(entries).stream().map(Outcome::refused).toList();
  }

  @Test
  void aCallHasAsManyEntriesAsTheServiceTakes() {
    assertThat(send("a", "b", "c", "d"), is(refused("a", "b", "c", "d")));
    assertThat(sent, is(List.of(List.of("a", "b", "c"), List.of("d"))));
  }

  @Test
  void aCallHasAsManyBytesAsTheServiceTakes() {
    assertThat(
        send("1234567", "890", "1", "1234567890"),
        is(refused("1234567", "890", "1", "1234567890")));
    assertThat(sent, is(List.of(List.of("1234567", "890"), List.of("1"), List.of("1234567890"))));
  }

  @Test
  void whatCannotBeSentHasItsOutcomeInItsPlace() {
    assertThat(
        send("a", "12345678901", "b"),
        is(List.of(Outcome.refused("a"), Outcome.tooLarge("12345678901"), Outcome.refused("b"))));
    assertThat(sent, is(List.of(List.of("a", "b"))));
  }

  @Test
  void nothingThatCanBeSentIsNoCall() {
    assertThat(send("12345678901"), is(List.of(Outcome.tooLarge("12345678901"))));
    assertThat(sent, is(List.of()));
  }

  @Test
  void aCallThatFailsIsAFaultOfItsOwnEntriesOnly() {
    Outcome broken = Outcome.retry("IllegalStateException: broken");
    Outcome closed = Outcome.retry("IllegalStateException: closed");
    Outcome forgotten = Outcome.retry("the service answered with 0 results for 2");
    assertThat(
        send("1234567890", "fails", "a", "throws", "12345", "forgets", "abc"),
        is(
            List.of(
                Outcome.refused("1234567890"),
                broken,
                broken,
                closed,
                Outcome.refused("12345"),
                forgotten,
                forgotten)));
  }
}
