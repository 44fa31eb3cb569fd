/** Writes answers: JSON, problem documents, pages of a list. */
@NullMarked
package io.leadgate.web.answer;

import org.jspecify.annotations.NullMarked;
