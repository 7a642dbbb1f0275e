/**
 * The syntax of message selectors (Jakarta Messaging 3.1, section 3.8), so that a wrong one is refused where it was
 * written, with the position of the mistake, before it is sent. Evaluating selectors is the broker's business.
 */
package io.carrick.jms.selector;
