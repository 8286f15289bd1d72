package dev.sessionbeam.deliver.dlq;

import dev.sessionbeam.deliver.connect.ConnectorFactory;
import dev.sessionbeam.deliver.connect.Connectors;
import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.deliver.route.Routes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sends dead letters again: each only to the destination that failed, with the settings that the
 * destination has now. A letter that names no destination is sent only if the filter names one, and
 * either that is the function that failed, or the filter names the letter's reason as well. Several
 * threads use it at once.
 */
final class Redrive implements AutoCloseable {
  private final Routes routes;
  private final LetterFilter filter;
  private final StopSignal stop;
  private final Map<String, Optional<LetterSender>> senders = new ConcurrentHashMap<>();
  private final RedriveLedger ledger = new RedriveLedger();

  Redrive(Routes routes, LetterFilter filter, StopSignal stop) {
    this.routes = routes;
    this.filter = filter;
    this.stop = stop;
  }

  RedriveLedger ledger() {
    return ledger;
  }

  /** Returns the destination that a letter is for; null if there is none. */
  @Nullable String destination(StoredLetter letter) {
    String chosen = filter.destination();
    if (letter.destination() != null || chosen == null) {
      return letter.destination();
    }
    boolean isMeant =
        letter.function() == null
            ? filter.names(letter)
            : letter.function().equals(function(chosen));
    return isMeant ? chosen : null;
  }

  private @Nullable String function(String destination) {
    return FunctionArn.ofFunction(routes.to(destination).map(Route::arn).orElse(null));
  }

  private boolean isOfAnotherFunction(StoredLetter letter) {
    return filter.destination() != null && letter.function() != null && destination(letter) == null;
  }

  /** Returns what tells a letter at its destination from all others; the same for its copies. */
  String identity(StoredLetter letter) {
    return letter.kind() == StoredLetter.Kind.OURS
        ? letter.identity()
        : letter.identity() + " " + String.valueOf(destination(letter)).replace('\n', ' ');
  }

  /**
   * Sends those of the letters that the filter takes, and waits for what becomes of them.
   *
   * @return those that were delivered
   */
  List<StoredLetter> send(List<StoredLetter> letters) {
    Map<String, List<StoredLetter>> byDestination = new LinkedHashMap<>();
    for (StoredLetter letter : letters) {
      String destination = destination(letter);
      if (letter.kind() == StoredLetter.Kind.UNREADABLE) {
        ledger.unreadable();
      } else if (!filter.takes(letter) || isOfAnotherFunction(letter)) {
        ledger.filtered();
      } else if (destination == null) {
        ledger.withoutDestination();
      } else {
        byDestination.computeIfAbsent(destination, name -> new ArrayList<>()).add(letter);
      }
    }
    List<StoredLetter> delivered = new ArrayList<>();
    byDestination.forEach((name, those) -> delivered.addAll(send(name, those)));
    return delivered;
  }

  private List<StoredLetter> send(String name, List<StoredLetter> letters) {
    Optional<LetterSender> sender = senders.computeIfAbsent(name, this::open);
    if (sender.isEmpty()) {
      letters.forEach(
          letter ->
              ledger.failed(
                  name, "the routes have no destination of this name that can be reached"));
      return List.of();
    }
    List<Delivery> deliveries =
        letters.stream()
            .map(letter -> Objects.requireNonNull(letter.to(name, routes.version())))
            .toList();
    List<@Nullable Outcome> outcomes = sender.get().send(deliveries);
    List<StoredLetter> delivered = new ArrayList<>();
    for (int i = 0; i < letters.size(); i++) {
      Outcome outcome = outcomes.get(i);
      if (outcome == null) {
        ledger.notTried(name);
      } else if (outcome.kind() == Outcome.Kind.DELIVERED) {
        ledger.redriven();
        delivered.add(letters.get(i));
      } else {
        ledger.failed(name, outcome.error());
      }
    }
    return delivered;
  }

  private Optional<LetterSender> open(String name) {
    Optional<Route> route = routes.to(name);
    Optional<ConnectorFactory> kind = route.flatMap(Connectors::of);
    return kind.map(it -> new LetterSender(route.get(), it.open(route.get()), stop));
  }

  @Override
  public void close() {
    senders.values().forEach(sender -> sender.ifPresent(LetterSender::close));
  }
}
