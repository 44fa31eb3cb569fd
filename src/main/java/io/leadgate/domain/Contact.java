package io.leadgate.domain;

import java.util.Optional;

/**
 * What a lead can be searched by: its e-mail address and phone number in their normal forms.
 *
 * @param email in lower case
 * @param phone in E.164
 */
public record Contact(Optional<String> email, Optional<String> phone) {

  public static final Contact NONE = new Contact(Optional.empty(), Optional.empty());
}
