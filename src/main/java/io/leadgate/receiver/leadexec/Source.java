package io.leadgate.receiver.leadexec;

import io.leadgate.domain.FieldError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The numbers by which a post in LeadExec's formats names its campaign.
 *
 * @param vid the lead source; empty if it is missing or cannot be read
 * @param lid the lead type
 * @param aid the campaign, which may be missing
 * @param errors the numbers that cannot be read
 */
public record Source(
    Optional<Integer> vid, Optional<Integer> lid, Optional<Integer> aid, List<FieldError> errors) {

  private static final Set<String> NAMES = Set.of("vid", "lid", "aid");

  /** Whether a name, in any case, is one of the three. */
  public static boolean isNumber(String name) {
    return name.length() == 3 && NAMES.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Collects the three numbers while a post is read. Confined to one event loop. */
  static final class Reader {
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final Map<String, FieldError> errors = new LinkedHashMap<>();

    /**
     * Takes a number. A blank text and 0 count as absent, because LeadExec's clients send them for
     * a number that they do not have.
     *
     * @param name one of the three names, in any case
     */
    void take(String name, String text) {
      String member = name.toLowerCase(Locale.ROOT);
      String digits = text.strip();
      if (digits.isEmpty() || digits.chars().allMatch(c -> c == '0')) {
        return;
      }
      Optional<Integer> number = parse(digits);
      if (number.isEmpty()) {
        error(member, "invalid_integer", "is a whole number from 1");
      } else if (!number.get().equals(numbers.getOrDefault(member, number.get()))) {
        error(member, "repeated", "is there twice, with different values");
      } else {
        numbers.put(member, number.get());
      }
    }

    /** Notes a number that is neither a number nor a text. */
    void unreadable(String name) {
      error(name.toLowerCase(Locale.ROOT), "invalid_integer", "is a whole number from 1");
    }

    private void error(String member, String code, String what) {
      errors.putIfAbsent(member, new FieldError(member, code, member + ' ' + what));
    }

    private static Optional<Integer> parse(String digits) {
      try {
        int number = Integer.parseInt(digits);
        return number > 0 && Character.isDigit(digits.charAt(0))
            ? Optional.of(number)
            : Optional.empty();
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }

    Source source() {
      return new Source(number("vid"), number("lid"), number("aid"), List.copyOf(errors.values()));
    }

    private Optional<Integer> number(String member) {
      return errors.containsKey(member)
          ? Optional.empty()
          : Optional.ofNullable(numbers.get(member));
    }
  }
}
