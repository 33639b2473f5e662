// kinesis-local listens on every interface and has no setting for it; preloaded, this keeps it home.
const { Server } = require("node:net");

const listen = Server.prototype.listen;
Server.prototype.listen = function (target, ...rest) {
  if (typeof target === "object" && target !== null && "port" in target) {
    return listen.call(this, { ...target, host: "127.0.0.1" }, ...rest);
  }
  return listen.call(this, target, "127.0.0.1", ...rest.filter((each) => typeof each !== "string"));
};
