// The Qpid Proton C++ client as a test agent: one request per line on standard input, one answer per line on standard
// output, both form-encoded (see ClientAgent.java for the verbs). Nothing here decides a test; it only does what it
// is told and reports what the client library showed.

#include <proton/annotation_key.hpp>
#include <proton/connection.hpp>
#include <proton/connection_options.hpp>
#include <proton/container.hpp>
#include <proton/delivery.hpp>
#include <proton/error_condition.hpp>
#include <proton/link.hpp>
#include <proton/message.hpp>
#include <proton/message_id.hpp>
#include <proton/messaging_handler.hpp>
#include <proton/receiver.hpp>
#include <proton/receiver_options.hpp>
#include <proton/sender.hpp>
#include <proton/sender_options.hpp>
#include <proton/session.hpp>
#include <proton/source.hpp>
#include <proton/source_options.hpp>
#include <proton/ssl.hpp>
#include <proton/symbol.hpp>
#include <proton/target.hpp>
#include <proton/target_options.hpp>
#include <proton/tracker.hpp>
#include <proton/transport.hpp>
#include <proton/types.hpp>
#include <proton/value.hpp>
#include <proton/work_queue.hpp>

#include <cstdint>
#include <cstdlib>
#include <deque>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

using Fields = std::map<std::string, std::string>;

static std::string url_encode(const std::string& text) {
    static const char* digits = "0123456789ABCDEF";
    std::string out;
    for (unsigned char c : text) {
        if (isalnum(c) || c == '-' || c == '_' || c == '.' || c == '~') {
            out += static_cast<char>(c);
        } else {
            out += '%';
            out += digits[c >> 4];
            out += digits[c & 15];
        }
    }
    return out;
}

static std::string url_decode(const std::string& text) {
    std::string out;
    for (size_t i = 0; i < text.size(); i++) {
        if (text[i] == '+') {
            out += ' ';
        } else if (text[i] == '%' && i + 2 < text.size()) {
            out += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

static Fields parse(const std::string& line) {
    Fields fields;
    std::stringstream parts(line);
    std::string part;
    while (std::getline(parts, part, '&')) {
        size_t equals = part.find('=');
        fields[url_decode(part.substr(0, equals))] = equals == std::string::npos ? "" : url_decode(part.substr(equals + 1));
    }
    return fields;
}

static std::string hex(const std::vector<uint8_t>& bytes) {
    static const char* digits = "0123456789abcdef";
    std::string out;
    for (uint8_t b : bytes) {
        out += digits[b >> 4];
        out += digits[b & 15];
    }
    return out;
}

static proton::binary from_hex(const std::string& text) {
    proton::binary out;
    for (size_t i = 0; i + 1 < text.size(); i += 2) out.push_back(static_cast<uint8_t>(std::stoi(text.substr(i, 2), nullptr, 16)));
    return out;
}

static uint32_t adler32(const std::vector<uint8_t>& bytes) {
    uint32_t a = 1, b = 0;
    for (uint8_t x : bytes) {
        a = (a + x) % 65521;
        b = (b + a) % 65521;
    }
    return b << 16 | a;
}

/// A request and the one answer that it gets.
class Request {
  public:
    explicit Request(Fields f) : fields(std::move(f)) {}

    std::string get(const std::string& key, const std::string& otherwise = "") const {
        auto found = fields.find(key);
        return found == fields.end() ? otherwise : found->second;
    }
    bool has(const std::string& key) const { return fields.count(key) > 0; }
    bool yes(const std::string& key) const { return get(key) == "true"; }

    void answer(const Fields& result = {}) {
        if (done) return;
        done = true;
        std::string line = "id=" + url_encode(get("id"));
        if (!result.count("status")) line += "&status=ok";
        for (auto& entry : result) line += "&" + url_encode(entry.first) + "=" + url_encode(entry.second);
        std::cout << line << std::endl;
    }
    void fail(const std::string& condition, const std::string& description) {
        answer({{"status", "error"}, {"condition", condition}, {"description", description}});
    }

    const Fields fields;
    bool done = false;
};
using RequestPtr = std::shared_ptr<Request>;

static proton::value decode_value(const std::string& prefix, const Fields& fields) {
    const std::string& text = fields.at(prefix);
    std::string kind = text.substr(0, text.find(':'));
    std::string value = text.substr(text.find(':') + 1);
    if (kind == "string") return value;
    if (kind == "symbol") return proton::symbol(value);
    if (kind == "int") return static_cast<int32_t>(std::stol(value));
    if (kind == "long") return static_cast<int64_t>(std::stoll(value));
    if (kind == "double") return std::stod(value);
    if (kind == "byte") return static_cast<int8_t>(std::stoi(value));
    if (kind == "timestamp") return proton::timestamp(std::stoll(value));
    if (kind == "bool") return value == "true";
    if (kind == "null") return proton::value();
    if (kind == "binary" || kind == "data") return from_hex(value);
    std::string start = prefix + ".";
    if (kind == "map") {
        std::map<std::string, proton::value> entries;
        for (auto& f : fields)
            if (f.first.compare(0, start.size(), start) == 0) entries[f.first.substr(start.size())] = decode_value(f.first, fields);
        return entries;
    }
    if (kind == "list") {
        std::vector<proton::value> elements;
        for (int i = 0; fields.count(start + std::to_string(i)); i++) elements.push_back(decode_value(start + std::to_string(i), fields));
        return elements;
    }
    throw std::runtime_error("unknown type in " + text);
}

static void encode_value(const std::string& prefix, const proton::value& value, bool inferred, Fields& out) {
    switch (value.type()) {
    case proton::NULL_TYPE: out[prefix] = "null:"; return;
    case proton::BOOLEAN: out[prefix] = proton::get<bool>(value) ? "bool:true" : "bool:false"; return;
    case proton::STRING: out[prefix] = "string:" + proton::get<std::string>(value); return;
    case proton::SYMBOL: out[prefix] = "string:" + std::string(proton::get<proton::symbol>(value)); return;
    case proton::BYTE: case proton::SHORT: case proton::INT: case proton::LONG:
        out[prefix] = "number:" + std::to_string(proton::coerce<int64_t>(value)); return;
    case proton::UBYTE: case proton::USHORT: case proton::UINT: case proton::ULONG:
        out[prefix] = "number:" + std::to_string(proton::coerce<uint64_t>(value)); return;
    case proton::FLOAT: case proton::DOUBLE: {
        std::ostringstream number;
        number << proton::coerce<double>(value);
        out[prefix] = "number:" + number.str();
        return;
    }
    case proton::TIMESTAMP: out[prefix] = "number:" + std::to_string(proton::get<proton::timestamp>(value).milliseconds()); return;
    case proton::BINARY: {
        proton::binary bytes = proton::get<proton::binary>(value);
        std::string kind = inferred ? "data" : "binary";
        if (bytes.size() > 4096) {
            out[prefix] = "large:" + kind;
            out["m.size"] = std::to_string(bytes.size());
            out["m.adler32"] = std::to_string(adler32(bytes));
        } else {
            out[prefix] = kind + ":" + hex(bytes);
        }
        return;
    }
    case proton::MAP: {
        std::map<proton::value, proton::value> entries;
        proton::get(value, entries);
        out[prefix] = "map:";
        for (auto& e : entries) encode_value(prefix + "." + proton::to_string(e.first), e.second, false, out);
        return;
    }
    case proton::LIST: {
        std::vector<proton::value> elements;
        proton::get(value, elements);
        out[prefix] = "list:";
        for (size_t i = 0; i < elements.size(); i++) encode_value(prefix + "." + std::to_string(i), elements[i], false, out);
        return;
    }
    default: out[prefix] = "unknown:" + proton::to_string(value);
    }
}

static proton::message decode_message(const Request& r) {
    proton::message m;
    m.durable(r.get("m.durable") != "false");
    if (r.has("m.subject")) m.subject(r.get("m.subject"));
    if (r.has("m.to")) m.to(r.get("m.to"));
    if (r.has("m.reply-to")) m.reply_to(r.get("m.reply-to"));
    if (r.has("m.group-id")) m.group_id(r.get("m.group-id"));
    if (r.has("m.content-type")) m.content_type(r.get("m.content-type"));
    if (r.has("m.id")) m.id(r.get("m.id"));
    if (r.has("m.correlation-id")) m.correlation_id(r.get("m.correlation-id"));
    if (r.has("m.priority")) m.priority(static_cast<uint8_t>(std::stoi(r.get("m.priority"))));
    if (r.has("m.ttl")) m.ttl(proton::duration(std::stoull(r.get("m.ttl"))));
    if (r.has("m.group-sequence")) m.group_sequence(std::stoi(r.get("m.group-sequence")));
    for (auto& f : r.fields) {
        if (f.first.compare(0, 4, "m.p.") == 0) {
            proton::value v = decode_value(f.first, r.fields);
            m.properties().put(f.first.substr(4), proton::get<proton::scalar>(v));
        } else if (f.first.compare(0, 4, "m.a.") == 0) {
            m.message_annotations().put(proton::symbol(f.first.substr(4)), decode_value(f.first, r.fields));
        }
    }
    if (r.has("m.size")) {
        proton::binary body(std::stoul(r.get("m.size")));
        for (size_t i = 0; i < body.size(); i++) body[i] = static_cast<uint8_t>(i % 251);
        m.inferred(true);
        m.body(body);
    } else if (r.has("m.body")) {
        m.inferred(r.get("m.body").compare(0, 5, "data:") == 0);
        m.body(decode_value("m.body", r.fields));
    }
    return m;
}

static Fields encode_message(const proton::message& m) {
    Fields out;
    encode_value("m.body", m.body(), m.inferred(), out);
    auto text = [&out](const char* key, const std::string& value) { if (!value.empty()) out[key] = value; };
    text("m.subject", m.subject());
    text("m.to", m.to());
    text("m.reply-to", m.reply_to());
    text("m.group-id", m.group_id());
    text("m.content-type", m.content_type());
    text("m.id", proton::to_string(m.id()));
    text("m.correlation-id", proton::to_string(m.correlation_id()));
    out["m.priority"] = std::to_string(m.priority());
    out["m.ttl"] = std::to_string(m.ttl().milliseconds());
    out["m.durable"] = m.durable() ? "true" : "false";
    out["m.delivery-count"] = std::to_string(m.delivery_count());
    std::map<std::string, proton::scalar> properties;
    proton::get(m.properties(), properties);
    for (auto& p : properties) encode_value("m.p." + p.first, proton::value(p.second), false, out);
    std::map<proton::annotation_key, proton::value> annotations;
    proton::get(m.message_annotations(), annotations);
    for (auto& a : annotations) encode_value("m.a." + proton::to_string(a.first), a.second, false, out);
    return out;
}

struct LinkState {
    RequestPtr opening, draining, closing, watch;
    proton::sender sender;
    proton::receiver receiver;
    bool lost = false, topup = true;
    std::string condition, description;
    std::map<proton::binary, RequestPtr> sends;
    std::deque<std::pair<int, proton::message>> messages;
    std::deque<RequestPtr> waiting;
    std::map<int, proton::delivery> unsettled;
    int deliveries = 0;

    void end(const std::string& c, const std::string& d) {
        if (!lost) {
            lost = true;
            condition = c;
            description = d;
        }
        opening->fail(c, d);
        for (auto& s : sends) s.second->fail(c, d);
        sends.clear();
        for (auto& w : waiting) w->fail(c, d);
        waiting.clear();
        for (RequestPtr* r : {&draining, &closing, &watch}) {
            if (*r) (*r)->answer({{"condition", c}, {"description", d}});
            r->reset();
        }
    }
    void hand(const RequestPtr& request) {
        auto next = messages.front();
        messages.pop_front();
        if (topup) receiver.add_credit(1);
        Fields out = encode_message(next.second);
        out["found"] = "true";
        out["delivery"] = std::to_string(next.first);
        request->answer(out);
    }
};
using LinkPtr = std::shared_ptr<LinkState>;

struct ConnectionState {
    RequestPtr opening, closing, watch;
    proton::connection connection;
    bool lost = false;
    std::string condition, description;
    std::vector<LinkPtr> links;

    void end(const std::string& c, const std::string& d) {
        if (!lost) {
            lost = true;
            condition = c;
            description = d;
        }
        opening->fail(c, d);
        for (auto& l : links) l->end(c, d);
        for (RequestPtr* r : {&closing, &watch}) {
            if (*r) (*r)->answer({{"condition", c}, {"description", d}});
            r->reset();
        }
    }
};
using ConnectionPtr = std::shared_ptr<ConnectionState>;

class Agent : public proton::messaging_handler {
  public:
    void on_container_start(proton::container& c) override {
        container_ = &c;
        c.auto_stop(false);
        std::thread([this, &c] {
            std::string line;
            while (std::getline(std::cin, line)) {
                auto request = std::make_shared<Request>(parse(line));
                c.schedule(proton::duration::IMMEDIATE, [this, request] { dispatch(request); });
            }
            std::_Exit(0);
        }).detach();
    }

    // Handlers of one connection get its state through the map: the library gives no place to hang our own data.
    void on_connection_open(proton::connection& c) override {
        ConnectionPtr state = state_of(c);
        if (!state || c.error()) return;
        std::string offered;
        for (auto& capability : c.offered_capabilities()) offered += (offered.empty() ? "" : ",") + std::string(capability);
        state->opening->answer({{"offered", offered}, {"container", c.container_id()}});
    }
    void on_connection_error(proton::connection& c) override { connection_ended(c, c.error(), "connection-closed"); }
    void on_connection_close(proton::connection& c) override { connection_ended(c, c.error(), "connection-closed"); }
    void on_transport_error(proton::transport& t) override {
        proton::connection c = t.connection();
        connection_ended(c, t.error(), "connection-lost");
    }
    void on_transport_close(proton::transport& t) override {
        proton::connection c = t.connection();
        connection_ended(c, t.error(), "connection-lost");
    }
    void on_session_error(proton::session& s) override {
        ConnectionPtr state = state_of(s.connection());
        if (state) for (auto& l : state->links) l->end(s.error().name(), s.error().description());
    }
    void on_error(const proton::error_condition&) override {}

    void on_sender_open(proton::sender& s) override {
        LinkPtr state = state_of(s);
        // Without the address that was asked for it is a refusal: the detach with the reason follows.
        bool named = state && (!state->opening->get("address").empty() || state->opening->yes("dynamic"));
        if (state && (!named || !s.target().address().empty())) state->opening->answer({{"address", s.target().address()}});
    }
    void on_receiver_open(proton::receiver& r) override {
        LinkPtr state = state_of(r);
        if (!state || r.source().address().empty()) return;
        int credit = std::stoi(state->opening->get("credit", "10"));
        if (credit > 0) r.add_credit(static_cast<uint32_t>(credit));
        state->opening->answer({{"address", r.source().address()}});
    }
    void on_sender_error(proton::sender& s) override { link_ended(state_of(s), s.error()); }
    void on_sender_close(proton::sender& s) override { link_ended(state_of(s), s.error()); }
    void on_sender_detach(proton::sender& s) override { link_ended(state_of(s), s.error()); }
    void on_receiver_error(proton::receiver& r) override { link_ended(state_of(r), r.error()); }
    void on_receiver_close(proton::receiver& r) override { link_ended(state_of(r), r.error()); }
    void on_receiver_detach(proton::receiver& r) override { link_ended(state_of(r), r.error()); }

    void on_message(proton::delivery& d, proton::message& m) override {
        proton::receiver r = d.receiver();
        LinkPtr state = state_of(r);
        int number = ++state->deliveries;
        state->unsettled[number] = d;
        state->messages.emplace_back(number, m);
        if (!state->waiting.empty()) {
            RequestPtr request = state->waiting.front();
            state->waiting.pop_front();
            state->hand(request);
        }
    }
    void on_receiver_drain_finish(proton::receiver& r) override {
        LinkPtr state = state_of(r);
        if (state->draining) state->draining->answer({{"buffered", std::to_string(state->messages.size())}});
        state->draining.reset();
    }
    void on_tracker_accept(proton::tracker& t) override { sent(t, "accepted"); }
    void on_tracker_reject(proton::tracker& t) override { sent(t, "rejected"); }
    void on_tracker_release(proton::tracker& t) override { sent(t, t.state() == proton::transfer::MODIFIED ? "modified" : "released"); }

  private:
    proton::container* container_ = nullptr;
    std::map<std::string, ConnectionPtr> connections_;
    std::map<std::string, LinkPtr> links_;

    ConnectionPtr state_of(const proton::connection& c) {
        for (auto& entry : connections_) if (entry.second->connection == c) return entry.second;
        return nullptr;
    }
    LinkPtr state_of(const proton::sender& s) {
        for (auto& entry : links_) if (entry.second->sender == s) return entry.second;
        return nullptr;
    }
    LinkPtr state_of(const proton::receiver& r) {
        for (auto& entry : links_) if (entry.second->receiver == r) return entry.second;
        return nullptr;
    }
    void connection_ended(proton::connection& c, const proton::error_condition& e, const char* fallback) {
        ConnectionPtr state = state_of(c);
        if (state) state->end(e.empty() ? fallback : e.name(), e.description());
    }
    void link_ended(const LinkPtr& state, const proton::error_condition& e) {
        if (state) state->end(e.empty() ? "link-closed" : e.name(), e.description());
    }
    void sent(proton::tracker& t, const char* outcome) {
        proton::sender s = t.sender();
        LinkPtr state = state_of(s);
        if (!state) return;
        auto pending = state->sends.find(t.tag());
        if (pending == state->sends.end()) return;
        pending->second->answer({{"outcome", outcome}});
        state->sends.erase(pending);
    }

    // What touches a connection must run in its own work queue, or nothing wakes its transport up.
    void dispatch(const RequestPtr& request) {
        auto link = links_.find(request->get("link"));
        auto found = connections_.find(link != links_.end() ? link->second->opening->get("conn") : request->get("conn"));
        bool queued = found != connections_.end() && !found->second->lost
            && found->second->connection.work_queue().add([this, request] { serve(request); });
        if (!queued) serve(request);
    }

    void serve(const RequestPtr& request) {
        try {
            std::string op = request->get("op");
            if (op == "connect") connect(request);
            else if (op == "open-sender") open_sender(request);
            else if (op == "open-receiver") open_receiver(request);
            else if (op == "close" || op == "await-close") on_connection(op, request);
            else on_link(op, request);
        } catch (const std::exception& error) {
            request->fail("client-error", error.what());
        }
    }

    void connect(const RequestPtr& request) {
        auto state = std::make_shared<ConnectionState>();
        state->opening = request;
        proton::connection_options options;
        options.container_id(request->get("container", "cpp-" + request->get("conn") + "-" + std::to_string(getpid())));
        options.sasl_enabled(request->get("sasl") != "none");
        if (request->has("user")) options.user(request->get("user")).password(request->get("password")).sasl_allow_insecure_mechs(true);
        if (request->has("mechs")) options.sasl_allowed_mechs(request->get("mechs"));
        if (request->has("vhost")) options.virtual_host(request->get("vhost"));
        if (request->has("max-frame")) options.max_frame_size(static_cast<uint32_t>(std::stoul(request->get("max-frame"))));
        std::string scheme = "amqp";
        if (request->has("ca")) {
            scheme = "amqps";
            if (!request->has("vhost")) options.virtual_host("localhost");
            options.ssl_client_options(request->has("cert")
                ? proton::ssl_client_options(proton::ssl_certificate(request->get("cert"), request->get("key")), request->get("ca"), proton::ssl::VERIFY_PEER_NAME)
                : proton::ssl_client_options(request->get("ca"), proton::ssl::VERIFY_PEER_NAME));
        }
        state->connection = container_->connect(scheme + "://" + request->get("host") + ":" + request->get("port"), options);
        connections_[request->get("conn")] = state;
    }

    static std::vector<proton::symbol> capabilities(const Request& request) {
        std::vector<proton::symbol> out;
        std::stringstream parts(request.get("caps"));
        std::string part;
        while (std::getline(parts, part, ',')) out.push_back(part);
        return out;
    }

    LinkPtr register_link(const RequestPtr& request) {
        auto state = std::make_shared<LinkState>();
        state->opening = request;
        state->topup = request->get("topup", "true") == "true";
        links_[request->get("link")] = state;
        connections_.at(request->get("conn"))->links.push_back(state);
        return state;
    }

    void open_sender(const RequestPtr& request) {
        LinkPtr state = register_link(request);
        proton::target_options target;
        if (request->yes("dynamic")) target.dynamic(true);
        else if (request->get("address").empty()) target.anonymous(true);
        if (request->has("caps")) target.capabilities(capabilities(*request));
        proton::sender_options options;
        options.name(request->get("name", request->get("link"))).target(target);
        if (request->yes("settled")) options.delivery_mode(proton::delivery_mode::AT_MOST_ONCE);
        state->sender = connections_.at(request->get("conn"))->connection.open_sender(request->get("address"), options);
    }

    void open_receiver(const RequestPtr& request) {
        LinkPtr state = register_link(request);
        proton::source_options source;
        if (request->yes("dynamic")) source.dynamic(true);
        if (request->has("caps")) source.capabilities(capabilities(*request));
        proton::source::filter_map filters;
        if (request->has("selector")) filters.put("selector", described("apache.org:selector-filter:string", request->get("selector")));
        if (request->yes("no-local")) filters.put("no-local", described("apache.org:no-local-filter:list", "NoLocalFilter{}"));
        if (!filters.empty()) source.filters(filters);
        if (request->yes("durable")) source.durability_mode(proton::source::UNSETTLED_STATE).expiry_policy(proton::source::NEVER);
        if (request->yes("browse")) source.distribution_mode(proton::source::COPY);
        proton::receiver_options options;
        options.name(request->get("name", request->get("link"))).source(source).auto_accept(false).credit_window(0);
        state->receiver = connections_.at(request->get("conn"))->connection.open_receiver(request->get("address"), options);
    }

    static proton::value described(const char* descriptor, const std::string& text) {
        proton::value out;
        proton::codec::encoder encoder(out);
        encoder << proton::codec::start::described() << proton::symbol(descriptor) << text << proton::codec::finish();
        return out;
    }

    void on_connection(const std::string& op, const RequestPtr& request) {
        ConnectionPtr state = connections_.at(request->get("conn"));
        if (state->lost) return request->answer({{"condition", state->condition}, {"description", state->description}});
        if (op == "await-close") {
            state->watch = request;
        } else {
            state->closing = request;
            state->connection.close();
        }
    }

    void on_link(const std::string& op, const RequestPtr& request) {
        LinkPtr state = links_.at(request->get("link"));
        if (op == "send") {
            if (state->lost) return request->fail(state->condition, state->description);
            proton::tracker tracker = state->sender.send(decode_message(*request));
            if (state->opening->yes("settled")) request->answer({{"outcome", "settled"}});
            else state->sends[tracker.tag()] = request;
        } else if (op == "receive") {
            receive(state, request);
        } else if (op == "settle") {
            settle(state, request);
        } else if (op == "credit") {
            state->receiver.add_credit(static_cast<uint32_t>(std::stoul(request->get("credit"))));
            request->answer();
        } else if (op == "drain") {
            state->draining = request;
            state->receiver.add_credit(static_cast<uint32_t>(std::stoul(request->get("credit"))));
            state->receiver.drain();
        } else if (op == "detach" || op == "close-link") {
            if (state->lost) return request->answer({{"condition", state->condition}, {"description", state->description}});
            state->closing = request;
            proton::link link = state->opening->get("op") == "open-sender" ? static_cast<proton::link>(state->sender) : static_cast<proton::link>(state->receiver);
            if (op == "detach") link.detach();
            else link.close();
        } else if (op == "await-detach") {
            if (state->lost) return request->answer({{"condition", state->condition}, {"description", state->description}});
            state->watch = request;
        } else {
            throw std::runtime_error("proton C++ agent has no verb " + op);
        }
    }

    void receive(const LinkPtr& state, const RequestPtr& request) {
        if (!state->messages.empty()) return state->hand(request);
        if (state->lost) return request->fail(state->condition, state->description);
        state->waiting.push_back(request);
        container_->schedule(proton::duration(std::stoull(request->get("timeout"))), [state, request] {
            if (request->done) return;
            for (auto i = state->waiting.begin(); i != state->waiting.end(); ++i) {
                if (*i == request) {
                    state->waiting.erase(i);
                    break;
                }
            }
            request->answer({{"found", "false"}});
        });
    }

    void settle(const LinkPtr& state, const RequestPtr& request) {
        int number = std::stoi(request->get("delivery"));
        proton::delivery delivery = state->unsettled.at(number);
        state->unsettled.erase(number);
        std::string outcome = request->get("outcome");
        if (outcome == "accepted") delivery.accept();
        else if (outcome == "rejected") delivery.reject();
        else if (outcome == "released") delivery.release();
        else if (outcome == "modified") delivery.modify();
        else throw std::runtime_error("unknown outcome " + outcome);
        request->answer();
    }
};

int main() {
    try {
        Agent agent;
        proton::container(agent, "cpp-agent-" + std::to_string(getpid())).run();
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "proton C++ agent: " << error.what() << std::endl;
        return 1;
    }
}
