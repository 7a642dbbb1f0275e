#!/usr/bin/python3
"""The Qpid Proton Python client as a test agent.

One request per line on standard input, one answer per line on standard output, both form-encoded (see
ClientAgent.java for the verbs). Nothing here decides a test; it only does what it is told and reports what the
client library showed.
"""

import os
import sys
import threading
import zlib
from urllib.parse import parse_qsl, urlencode

from proton import (Data, Delivery, Described, Link, Message, SSLDomain, Terminus, byte, int32, symbol, timestamp,
                    ulong)
from proton.handlers import MessagingHandler, TransactionHandler
from proton.reactor import ApplicationEvent, Container, EventInjector, LinkOption

OUTCOMES = {Delivery.ACCEPTED: 'accepted', Delivery.REJECTED: 'rejected', Delivery.RELEASED: 'released',
            Delivery.MODIFIED: 'modified'}
TRANSACTIONAL_STATE = 0x34


class Request:
    def __init__(self, fields):
        self.fields = fields
        self.done = False
        self.timer = None

    def __getitem__(self, key):
        return self.fields[key]

    def get(self, key, default=None):
        return self.fields.get(key, default)

    def yes(self, key, default='false'):
        return self.fields.get(key, default) == 'true'

    def answer(self, **result):
        if self.done:
            return
        self.done = True
        if self.timer:
            self.timer.cancel()
        out = {'id': self.fields['id'], 'status': 'ok'}
        out.update({k.replace('__', ''): v for k, v in result.items() if v is not None})
        sys.stdout.write(urlencode({k: (str(v).lower() if isinstance(v, bool) else v) for k, v in out.items()}) + '\n')
        sys.stdout.flush()

    def fail(self, condition, description=''):
        self.answer(status='error', condition=condition or 'client-error', description=description or '')


def decode_value(prefix, fields):
    kind, _, value = fields[prefix].partition(':')
    if kind in ('map', 'list'):
        start = prefix + '.'
        entries = {k[len(start):]: decode_value(k, fields) for k in fields if k.startswith(start)}
        return entries if kind == 'map' else [entries[k] for k in sorted(entries, key=int)]
    return {
        'string': lambda: value, 'symbol': lambda: symbol(value), 'int': lambda: int32(int(value)),
        'long': lambda: int(value), 'double': lambda: float(value), 'byte': lambda: byte(int(value)),
        'timestamp': lambda: timestamp(int(value)), 'bool': lambda: value == 'true', 'null': lambda: None,
        'binary': lambda: bytes.fromhex(value), 'data': lambda: bytes.fromhex(value),
    }[kind]()


def encode_value(prefix, value, out, binary='binary'):
    if value is None:
        out[prefix] = 'null:'
    elif isinstance(value, bool):
        out[prefix] = 'bool:' + str(value).lower()
    elif isinstance(value, str):
        out[prefix] = 'string:' + value
    elif isinstance(value, (int, float)):
        out[prefix] = 'number:' + (repr(float(value)) if isinstance(value, float) else str(int(value)))
    elif isinstance(value, (bytes, memoryview)):
        value = bytes(value)
        if len(value) > 4096:
            out[prefix] = 'large:' + binary
            out['m.size'] = len(value)
            out['m.adler32'] = zlib.adler32(value)
        else:
            out[prefix] = binary + ':' + value.hex()
    elif isinstance(value, dict):
        out[prefix] = 'map:'
        for k, v in value.items():
            encode_value('%s.%s' % (prefix, k), v, out)
    elif isinstance(value, (list, tuple)):
        out[prefix] = 'list:'
        for i, v in enumerate(value):
            encode_value('%s.%d' % (prefix, i), v, out)
    else:
        out[prefix] = 'unknown:' + repr(value)


TEXT_FIELDS = {'subject': 'subject', 'to': 'address', 'reply-to': 'reply_to', 'group-id': 'group_id',
               'content-type': 'content_type', 'id': 'id', 'correlation-id': 'correlation_id'}


def decode_message(fields):
    message = Message()
    message.durable = fields.get('m.durable') != 'false'
    for name, attribute in TEXT_FIELDS.items():
        if 'm.' + name in fields:
            setattr(message, attribute, fields['m.' + name])
    if 'm.priority' in fields:
        message.priority = int(fields['m.priority'])
    if 'm.ttl' in fields:
        message.ttl = int(fields['m.ttl']) / 1000.0
    if 'm.group-sequence' in fields:
        message.group_sequence = int(fields['m.group-sequence'])
    properties = {k[4:]: decode_value(k, fields) for k in fields if k.startswith('m.p.')}
    if properties:
        message.properties = properties
    annotations = {symbol(k[4:]): decode_value(k, fields) for k in fields if k.startswith('m.a.')}
    if annotations:
        message.annotations = annotations
    if 'm.size' in fields:
        size = int(fields['m.size'])
        message.inferred = True
        message.body = (bytes(range(251)) * (size // 251 + 1))[:size]
    elif 'm.body' in fields:
        message.inferred = fields['m.body'].startswith('data:')
        message.body = decode_value('m.body', fields)
    return message


def encode_message(message):
    out = {}
    encode_value('m.body', message.body, out, 'data' if message.inferred else 'binary')
    for name, attribute in TEXT_FIELDS.items():
        value = getattr(message, attribute)
        if value is not None:
            out['m.' + name] = value.hex() if isinstance(value, bytes) else str(value)
    out['m.priority'] = message.priority
    out['m.ttl'] = int(message.ttl * 1000)
    out['m.durable'] = str(message.durable).lower()
    out['m.delivery-count'] = message.delivery_count
    for k, v in (message.properties or {}).items():
        encode_value('m.p.' + k, v, out)
    for k, v in (message.annotations or {}).items():
        encode_value('m.a.' + str(k), v, out)
    for k, v in (message.instructions or {}).items():
        encode_value('m.d.' + str(k), v, out)
    return out


class Timer:
    """A one-shot that runs an action unless it was cancelled before."""

    def __init__(self, container, millis, action):
        self.action = action
        self.task = container.schedule(millis / 1000.0, self)

    def on_timer_task(self, _):
        self.action()

    def cancel(self):
        self.task.cancel()


class TerminusOptions(LinkOption):
    """All that a request asks of the remote terminus."""

    def __init__(self, request):
        self.request = request

    def apply(self, link):
        request = self.request
        terminus = link.source if link.is_receiver else link.target
        if request.get('caps'):
            terminus.capabilities.put_array(False, Data.SYMBOL)
            terminus.capabilities.enter()
            for cap in request['caps'].split(','):
                terminus.capabilities.put_symbol(symbol(cap))
            terminus.capabilities.exit()
        if link.is_sender:
            if request.yes('settled'):
                link.snd_settle_mode = Link.SND_SETTLED
            return
        filters = {}
        if request.get('selector'):
            filters[symbol('selector')] = Described(symbol('apache.org:selector-filter:string'), request['selector'])
        if request.yes('no-local'):
            filters[symbol('no-local')] = Described(symbol('apache.org:no-local-filter:list'), [])
        if filters:
            terminus.filter.put_dict(filters)
        if request.yes('durable'):
            terminus.durability = Terminus.DELIVERIES
            terminus.expiry_policy = Terminus.EXPIRE_NEVER
        if request.yes('browse'):
            terminus.distribution_mode = Terminus.DIST_MODE_COPY
        if request.yes('settle-second'):
            link.rcv_settle_mode = Link.RCV_SECOND


class LinkState:
    def __init__(self, agent, request, opening):
        self.agent = agent
        self.opening = opening
        self.link = None
        self.error = None
        self.sends = {}
        self.messages = []
        self.waiting = []
        self.unsettled = {}
        self.settling = {}
        self.deliveries = 0
        self.topup = request.yes('topup', 'true')
        self.second = request.yes('settle-second')
        self.credit = int(request.get('credit', '10'))
        self.draining = None
        self.closing = None
        self.watch = None

    def lost(self, condition, description):
        if not self.error:
            self.error = (condition, description)
        self.opening.fail(condition, description)
        for request in list(self.sends.values()) + self.waiting + list(self.settling.values()):
            request.fail(condition, description)
        self.sends.clear()
        self.waiting = []
        self.settling.clear()
        for request in (self.draining, self.closing, self.watch):
            if request:
                request.answer(condition=condition, description=description)
        self.draining = self.closing = self.watch = None

    def hand(self, request):
        number, message = self.messages.pop(0)
        if self.topup:
            self.link.flow(1)
        request.answer(found=True, delivery=number, **encode_message(message))


class ConnectionState:
    def __init__(self, opening):
        self.opening = opening
        self.connection = None
        self.links = []
        self.closing = None
        self.watch = None
        self.error = None

    def lost(self, condition, description=''):
        if not self.error:
            self.error = (condition, description)
        self.opening.fail(condition, description)
        for link in self.links:
            link.lost(condition, description)
        for request in (self.closing, self.watch):
            if request:
                request.answer(condition=condition, description=description)
        self.closing = self.watch = None


class TransactionState(TransactionHandler):
    """One transaction; answers the request that is waiting for its next step."""

    def __init__(self, request):
        super().__init__()
        self.waiting = request
        self.transaction = None

    def on_transaction_declared(self, event):
        self.transaction = event.transaction
        self.waiting.answer()

    def on_transaction_declare_failed(self, event):
        self.waiting.fail('declare-failed', str(event.delivery.remote.condition))

    def on_transaction_committed(self, event):
        self.waiting.answer(outcome='committed')

    def on_transaction_aborted(self, event):
        self.waiting.answer(outcome='rolled-back')

    def on_transaction_commit_failed(self, event):
        condition = event.delivery.remote.condition
        self.waiting.answer(outcome='commit-failed', condition=condition and condition.name,
                            description=condition and condition.description)


class Agent(MessagingHandler):
    def __init__(self):
        super().__init__(prefetch=0, auto_accept=False, auto_settle=True, peer_close_is_error=False)
        self.connections = {}
        self.links = {}
        self.transactions = {}
        self.injector = EventInjector()

    # requests

    def on_start(self, event):
        self.container = event.container
        self.container.selectable(self.injector)
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in sys.stdin:
            request = Request(dict(parse_qsl(line.rstrip('\n'), keep_blank_values=True)))
            self.injector.trigger(ApplicationEvent('request', subject=request))
        os._exit(0)

    def on_request(self, event):
        request = event.subject
        try:
            getattr(self, 'do_' + request['op'].replace('-', '_'))(request)
        except Exception as error:  # reported to the test, which fails on it
            request.fail('client-error', '%s: %s' % (type(error).__name__, error))

    def do_connect(self, request):
        state = ConnectionState(request)
        self.connections[request['conn']] = state
        options = {'reconnect': False, 'sasl_enabled': request.get('sasl') != 'none', 'heartbeat': None}
        if request.get('mechs'):
            options['allowed_mechs'] = request['mechs']
        if request.get('user'):
            options.update(user=request['user'], password=request['password'], allow_insecure_mechs=True)
        if request.get('vhost'):
            options['virtual_host'] = request['vhost']
        if request.get('max-frame'):
            options['max_frame_size'] = int(request['max-frame'])
        scheme = 'amqp'
        if request.get('ca'):
            scheme = 'amqps'
            domain = SSLDomain(SSLDomain.MODE_CLIENT)
            domain.set_trusted_ca_db(request['ca'])
            domain.set_peer_authentication(SSLDomain.VERIFY_PEER_NAME, request['ca'])
            if request.get('cert'):
                domain.set_credentials(request['cert'], request['key'], None)
            options['ssl_domain'] = domain
            options.setdefault('virtual_host', 'localhost')
        container_id = self.container.container_id
        self.container.container_id = request.get('container', 'python-%s-%d' % (request['conn'], os.getpid()))
        state.connection = self.container.connect('%s://%s:%s' % (scheme, request['host'], request['port']), **options)
        self.container.container_id = container_id
        state.connection.agent_state = state

    def do_open_sender(self, request):
        connection = self.connections[request['conn']]
        state = LinkState(self, request, request)
        self.links[request['link']] = state
        state.link = self.container.create_sender(
            connection.connection, None if request.yes('dynamic') else request.get('address'),
            name=request.get('name', request['link']), options=[TerminusOptions(request)])
        if request.yes('dynamic'):
            state.link.target.dynamic = True
        state.link.agent_state = state
        connection.links.append(state)

    def do_open_receiver(self, request):
        connection = self.connections[request['conn']]
        state = LinkState(self, request, request)
        self.links[request['link']] = state
        state.link = self.container.create_receiver(
            connection.connection, None if request.yes('dynamic') else request.get('address'),
            name=request.get('name', request['link']), dynamic=request.yes('dynamic'),
            options=[TerminusOptions(request)])
        state.link.agent_state = state
        connection.links.append(state)

    def do_send(self, request):
        state = self.links[request['link']]
        if state.error:
            return request.fail(*state.error)
        message = decode_message(request.fields)
        if request.get('txn-id') is not None:
            delivery = state.link.send(message)
            delivery.local.data = [bytes.fromhex(request['txn-id'])]
            delivery.update(TRANSACTIONAL_STATE)
        elif request.get('txn'):
            delivery = self.transactions[request['txn']].transaction.send(state.link, message)
        else:
            delivery = state.link.send(message)
        if state.link.snd_settle_mode == Link.SND_SETTLED:
            return request.answer(outcome='settled')
        state.sends[delivery.tag] = request

    def do_receive(self, request):
        state = self.links[request['link']]
        if state.messages:
            return state.hand(request)
        if state.error:
            return request.fail(*state.error)
        state.waiting.append(request)

        def expire():
            state.waiting.remove(request)
            request.timer = None
            request.answer(found=False)
        request.timer = Timer(self.container, int(request['timeout']), expire)

    def do_settle(self, request):
        state = self.links[request['link']]
        delivery = state.unsettled.pop(int(request['delivery']))
        if request.get('txn'):
            self.transactions[request['txn']].transaction.accept(delivery)
            return request.answer()
        outcome = request['outcome']
        if outcome == 'modified':
            delivery.local.failed = request.yes('failed')
            delivery.local.undeliverable = request.yes('undeliverable')
        delivery.update({name: code for code, name in OUTCOMES.items()}[outcome])
        if state.second:
            state.settling[delivery.tag] = request
        else:
            delivery.settle()
            request.answer()

    def do_credit(self, request):
        self.links[request['link']].link.flow(int(request['credit']))
        request.answer()

    def do_drain(self, request):
        state = self.links[request['link']]
        state.draining = request
        state.link.drain(int(request['credit']))

    def do_detach(self, request):
        state = self.links.pop(request['link'])
        state.closing = request
        state.link.detach()

    def do_close_link(self, request):
        state = self.links.pop(request['link'])
        if state.error:
            return request.answer(condition=state.error[0], description=state.error[1])
        state.closing = request
        state.link.close()

    def do_await_detach(self, request):
        state = self.links[request['link']]
        if state.error:
            return request.answer(condition=state.error[0], description=state.error[1])
        state.watch = request

    def do_await_close(self, request):
        state = self.connections[request['conn']]
        if state.error:
            return request.answer(condition=state.error[0], description=state.error[1])
        state.watch = request

    def do_close(self, request):
        state = self.connections[request['conn']]
        if state.error:
            return request.answer(condition=state.error[0], description=state.error[1])
        state.closing = request
        state.connection.close()

    def do_declare(self, request):
        handler = TransactionState(request)
        self.transactions[request['txn']] = handler
        self.container.declare_transaction(self.connections[request['conn']].connection, handler=handler,
                                           settle_before_discharge=request.yes('settle-before-discharge'))

    def do_discharge(self, request):
        handler = self.transactions[request['txn']]
        handler.waiting = request
        if request.yes('fail'):
            handler.transaction.abort()
        else:
            handler.transaction.commit()

    # events

    def on_connection_opened(self, event):
        connection = event.connection
        state = getattr(connection, 'agent_state', None)
        if state and not connection.remote_condition:
            offered = connection.remote_offered_capabilities
            properties = connection.remote_properties
            state.opening.answer(
                offered=','.join(str(c) for c in offered) if offered is not None else None,
                product=properties.get(symbol('product')) if properties else None,
                container=connection.remote_container)

    def connection_failed(self, event, condition, fallback):
        state = getattr(event.connection, 'agent_state', None)
        if state:
            state.lost(condition.name if condition else fallback, condition.description if condition else '')

    def on_connection_error(self, event):
        self.connection_failed(event, event.connection.remote_condition, 'connection-closed')
        event.connection.close()

    def on_connection_closed(self, event):
        self.connection_failed(event, event.connection.remote_condition, 'connection-closed')

    def on_transport_error(self, event):
        self.connection_failed(event, event.transport.condition, 'connection-lost')

    def on_disconnected(self, event):
        self.connection_failed(event, None, 'connection-lost')

    def on_link_opened(self, event):
        state = getattr(event.link, 'agent_state', None)
        if not state:
            return
        remote = event.link.remote_source if event.link.is_receiver else event.link.remote_target
        if remote.type == Terminus.UNSPECIFIED:
            return  # a refusal: the detach with the reason follows
        if event.link.is_receiver and state.credit > 0:
            event.link.flow(state.credit)
        state.opening.answer(address=remote.address)

    def link_ended(self, event):
        state = getattr(event.link, 'agent_state', None)
        if state:
            condition = event.link.remote_condition
            state.lost(condition.name if condition else 'link-closed', condition.description if condition else '')

    def on_link_error(self, event):
        self.link_ended(event)
        event.link.close()

    def on_link_closed(self, event):
        self.link_ended(event)

    def on_link_closing(self, event):
        self.link_ended(event)
        event.link.close()

    def on_link_remote_detach(self, event):
        self.link_ended(event)

    def on_session_error(self, event):
        condition = event.session.remote_condition
        state = getattr(event.connection, 'agent_state', None)
        if state:
            for link in state.links:
                link.lost(condition.name, condition.description)
        event.session.close()

    def on_message(self, event):
        state = event.link.agent_state
        state.deliveries += 1
        state.unsettled[state.deliveries] = event.delivery
        state.messages.append((state.deliveries, event.message))
        if state.waiting:
            state.hand(state.waiting.pop(0))
        self.drained(state)

    def on_link_flow(self, event):
        state = getattr(event.link, 'agent_state', None)
        if state and event.link.is_receiver:
            self.drained(state)

    def drained(self, state):
        if state.draining and not state.link.draining() and state.link.queued == 0:
            state.draining.answer(buffered=len(state.messages))
            state.draining = None

    def sent(self, event):
        state = getattr(event.link, 'agent_state', None)
        request = state and state.sends.pop(event.delivery.tag, None)
        if request:
            remote = event.delivery.remote
            code = event.delivery.remote_state
            if code == TRANSACTIONAL_STATE:
                outcome = remote.data[1].descriptor if len(remote.data) > 1 else None
                name = OUTCOMES.get(int(outcome)) if isinstance(outcome, ulong) else str(outcome)
                return request.answer(outcome=name)
            condition = remote.condition
            request.answer(outcome=OUTCOMES.get(code, str(code)), condition=condition and condition.name,
                           description=condition and condition.description)

    def on_accepted(self, event):
        self.sent(event)

    def on_rejected(self, event):
        self.sent(event)

    def on_released(self, event):
        self.sent(event)

    def on_delivery(self, event):
        if event.delivery.link.is_sender and event.delivery.updated:
            self.sent(event)

    def on_settled(self, event):
        if event.link.is_sender:
            return self.sent(event)
        state = event.link.agent_state
        request = state.settling.pop(event.delivery.tag, None)
        if request:
            event.delivery.settle()
            request.answer(settled=True)


# on_link_flow and on_link_remote_detach are low-level events that a MessagingHandler sees as well.
Container(Agent()).run()
