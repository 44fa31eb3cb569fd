package io.leadgate.value;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The states of the USA with what else stands for one in an address there: the District of
 * Columbia, the territories, the freely associated states and the military's three (USPS
 * Publication 28, appendix B). By code or by name, in any case, with any spaces and punctuation.
 */
final class UsStates {

  private static final String TABLE =
      """
      AL Alabama
      AK Alaska
      AZ Arizona
      AR Arkansas
      CA California
      CO Colorado
      CT Connecticut
      DE Delaware
      DC District of Columbia/Washington DC
      FL Florida
      GA Georgia
      HI Hawaii
      ID Idaho
      IL Illinois
      IN Indiana
      IA Iowa
      KS Kansas
      KY Kentucky
      LA Louisiana
      ME Maine
      MD Maryland
      MA Massachusetts
      MI Michigan
      MN Minnesota
      MS Mississippi
      MO Missouri
      MT Montana
      NE Nebraska
      NV Nevada
      NH New Hampshire
      NJ New Jersey
      NM New Mexico
      NY New York/New York State
      NC North Carolina
      ND North Dakota
      OH Ohio
      OK Oklahoma
      OR Oregon
      PA Pennsylvania
      RI Rhode Island
      SC South Carolina
      SD South Dakota
      TN Tennessee
      TX Texas
      UT Utah
      VT Vermont
      VA Virginia
      WA Washington/Washington State
      WV West Virginia
      WI Wisconsin
      WY Wyoming
      AS American Samoa
      GU Guam
      MP Northern Mariana Islands/Commonwealth of the Northern Mariana Islands
      PR Puerto Rico
      VI Virgin Islands/US Virgin Islands/United States Virgin Islands
      FM Micronesia/Federated States of Micronesia
      MH Marshall Islands
      PW Palau
      AA Armed Forces Americas
      AE Armed Forces Europe
      AP Armed Forces Pacific
      """;

  private static final Set<String> FORMS = forms();
  private static final int FORM_LENGTH_MAX =
      FORMS.stream().mapToInt(String::length).max().orElseThrow();

  private UsStates() {}

  private static Set<String> forms() {
    Set<String> forms = new HashSet<>();
    TABLE
        .lines()
        .forEach(
            line -> {
              forms.add(line.substring(0, 2));
              for (String name : line.substring(3).split("/", -1)) {
                forms.add(name.replace(" ", "").toUpperCase(Locale.ROOT));
              }
            });
    return forms;
  }

  static boolean has(String text) {
    return FORMS.contains(text) || hasForm(text);
  }

  private static boolean hasForm(String text) {
    StringBuilder form = new StringBuilder(FORM_LENGTH_MAX);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Cursor.isLetter(c)) {
        if (form.length() == FORM_LENGTH_MAX) {
          return false;
        }
        form.append((char) (c & ~0x20)); // In upper case.
      } else if (!isBetweenLetters(c)) {
        return false;
      }
    }
    return FORMS.contains(form.toString());
  }

  private static boolean isBetweenLetters(char c) {
    return ".,-_'\u2019()/".indexOf(c) >= 0 || Spaces.isSpace(c);
  }
}
