/** The Account API: lead sources, lead types, campaigns. */
@NullMarked
package io.leadgate.account;

import org.jspecify.annotations.NullMarked;
