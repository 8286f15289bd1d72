package dev.sessionbeam.simulate;

import java.util.List;

/**
 * Who sends: what all events of a machine have in common. Some ids are not in ASCII, and their
 * machines write them now bare, now escaped, as one and the same string.
 *
 * @param id what it calls itself
 * @param idTexts the ways in which the id is written, as JSON
 */
record Machine(String id, List<String> idTexts, Build build, String os) {
  private static final List<String> SYSTEMS =
      List.of("Windows 10", "Windows 7", "Windows 8.1", "macOS 10.12");

  private static final double NAMED = 0.1;

  static Machine of(Dice dice) {
    String uuid = dice.uuid();
    boolean named = dice.chance(NAMED);
    String id = named ? "Büro-" + uuid : uuid;
    List<String> idTexts =
        named ? List.of('"' + id + '"', "\"B\\u00fcro-" + uuid + '"') : List.of('"' + id + '"');
    return new Machine(id, idTexts, dice.pick(Build.ALL), dice.pick(SYSTEMS));
  }
}
