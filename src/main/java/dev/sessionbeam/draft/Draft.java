package dev.sessionbeam.draft;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A definition that is proposed for a sample.
 *
 * @param name the name of the definition
 * @param sample says what was read
 * @param unwrap where the records are in a record that holds many; null if there are none
 * @param id tells events apart
 * @param machine whose sessions these are
 * @param time when an event happened
 * @param action what the user did
 * @param clean rules that may correct what senders do differently
 * @param opening which events open a session; its value is null if none do
 * @param others the fields without a role
 * @param namesDate whether the records have a field with the name of the partitions
 * @param records the number of records in the sample
 */
record Draft(
    String name,
    List<String> sample,
    @Nullable Choice unwrap,
    Choice id,
    Choice machine,
    TimeChoice time,
    Choice action,
    List<CleanRule> clean,
    Choice opening,
    List<FieldProfile> others,
    boolean namesDate,
    int records) {
  private static final int MOST_ACTIONS = 1_000;
  private static final String PARTITION = "date";

  Draft {
    sample = List.copyOf(sample);
    clean = List.copyOf(clean);
    others = List.copyOf(others);
  }

  /** Drafts a definition from the profile of a sample. */
  static Draft of(String name, Sample sample) {
    SampleProfile profile = sample.profile();
    int records = profile.records();
    TimeChoice time = TimeChoice.of(profile.fields(), records);
    Set<String> taken = new HashSet<>();
    note(time.field(), taken);
    List<Candidate> ids =
        Candidate.of(RoleNames.ID, profile.fields(), it -> isName(it) && !isTaken(it, taken));
    Choice id = IdChoice.of(ids, records);
    note(id, taken);
    Choice machine =
        new RoleChoice("Whose sessions are these?", 2, 1, records)
            .of(
                Candidate.of(
                    RoleNames.MACHINE,
                    profile.fields(),
                    it -> isName(it) && !isTaken(it, taken) && mayBeMachine(it, records)));
    if (machine.question() == null) {
      note(machine, taken);
    }
    List<Candidate> actions =
        Candidate.of(
            RoleNames.ACTION,
            profile.fields(),
            it -> it.isText() && !isTaken(it, taken) && mayBeAction(it, records));
    Choice action = new RoleChoice("What did the user do?", 0, 1, records).of(actions);
    note(action, taken);
    ActionValues values = actions.isEmpty() ? null : new ActionValues(actions.get(0).profile());
    return new Draft(
        name,
        sample.description(),
        sample.unwrap(),
        id,
        machine,
        time,
        withValues(action, values),
        clean(time, actions, values),
        values == null ? Choice.none(List.of()) : opening(action, actions.get(0), values),
        others(profile, taken),
        profile.fields().stream().anyMatch(it -> it.field().path().equalsIgnoreCase(PARTITION)),
        records);
  }

  private static void note(Choice choice, Set<String> taken) {
    if (choice.value() != null) {
      taken.add(choice.value());
    }
  }

  private static boolean isTaken(FieldProfile field, Set<String> taken) {
    return taken.contains(field.field().asRole());
  }

  /** Strings, or whole numbers. */
  private static boolean isName(FieldProfile field) {
    return field.isText() || field.isInteger();
  }

  private static boolean mayBeMachine(FieldProfile field, int records) {
    boolean isNamed = RoleNames.MACHINE.tier(field.field()) != RoleNames.NONE;
    boolean isAction = RoleNames.ACTION.tier(field.field()) != RoleNames.NONE;
    return (isNamed || (!isAction && repeats(field)))
        && field.distinct() > 0
        && field.usableCount() * 20L >= records;
  }

  /** Whether it has several values, each twice or more on average. */
  private static boolean repeats(FieldProfile field) {
    return field.distinct() > 1 && 2 * field.distinct() <= field.usableCount();
  }

  private static boolean mayBeAction(FieldProfile field, int records) {
    boolean isNamed = RoleNames.ACTION.tier(field.field()) != RoleNames.NONE;
    boolean isMachine = RoleNames.MACHINE.tier(field.field()) != RoleNames.NONE;
    return (isNamed || (!isMachine && repeats(field)))
        && field.distinct() <= MOST_ACTIONS
        && field.usableCount() * 20L >= records;
  }

  private static Choice withValues(Choice action, @Nullable ActionValues values) {
    if (values == null) {
      return action;
    }
    List<String> comments = new ArrayList<>(action.comments());
    comments.add("Values: " + values.mostFrequent() + ".");
    return new Choice(action.value(), action.question(), comments);
  }

  private static List<CleanRule> clean(
      TimeChoice time, List<Candidate> actions, @Nullable ActionValues values) {
    List<CleanRule> rules = new ArrayList<>();
    if (time.units() != null) {
      rules.add(time.units());
    }
    if (values != null && !values.misspelt().isEmpty()) {
      FieldRef field = actions.get(0).profile().field();
      if (field.key() == null) {
        rules.add(spelling(field, values));
      }
    }
    return rules;
  }

  private static CleanRule spelling(FieldRef field, ActionValues values) {
    List<String> shown = values.misspelt().stream().limit(3).map(Texts::shown).toList();
    String path = Texts.yaml(field.path());
    return new CleanRule(
        "Some values of "
            + field.path()
            + " differ from others only in case or blanks: "
            + String.join(", ", shown)
            + ".",
        List.of("  - trim: " + path, "    lower: " + path));
  }

  private static Choice opening(Choice action, Candidate first, ActionValues values) {
    List<String> beginnings = values.beginnings();
    // The action is that field, or an expression over several fields.
    boolean isField = first.text().equals(action.value());
    String role = isField ? first.expression() : String.valueOf(action.value());
    if (beginnings.size() == 1) {
      String value = beginnings.get(0);
      return Choice.clear(
          role + " == " + Texts.literal(value),
          List.of(
              "By its name, "
                  + Texts.shown(value)
                  + " ("
                  + values.share(value)
                  + " of the actions) begins something, so it starts a session even without a pause.",
              "If only pauses should, remove this line."));
    }
    List<String> lines = new ArrayList<>();
    lines.add("Optional: events that start a session even without a pause, such as");
    List<String> examples = beginnings.isEmpty() ? List.of("start") : beginnings;
    examples.forEach(value -> lines.add("  opening: " + role + " == " + Texts.literal(value)));
    return Choice.none(lines);
  }

  private static List<FieldProfile> others(SampleProfile profile, Set<String> taken) {
    return profile.fields().stream()
        .filter(it -> it.field().key() == null && !it.types().isEmpty() && !isTaken(it, taken))
        .toList();
  }

  /** How many questions it asks. */
  int questions() {
    Stream<@Nullable Choice> choices =
        Stream.of(unwrap, id, machine, time.field(), time.format(), time.zone(), action);
    return (int) choices.filter(choice -> choice != null && choice.question() != null).count()
        + (clean.isEmpty() ? 0 : 1);
  }
}
