-- Adds the transactions of one entity to its history and reads the window, in one atomic step: of two
-- racing transactions at least one sees the other. NX and members made of the content alone make a
-- repeated call harmless. One key a call, so that it runs in a cluster.
--
-- KEYS[1] sorted set    ARGV time to live in s, retention in ms, cap, read after, read up to,
--                            then score and member of each transaction
local key = KEYS[1]
redis.call('ZADD', key, 'NX', unpack(ARGV, 6))
local newest = redis.call('ZREVRANGE', key, 0, 0, 'WITHSCORES')[2]
redis.call('ZREMRANGEBYSCORE', key, '-inf', newest - ARGV[2])
local dropped_until = 0
if redis.call('ZCARD', key) >= tonumber(ARGV[3]) then
  redis.call('ZREMRANGEBYRANK', key, 0, -ARGV[3] - 1)
  dropped_until = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')[2]
end
redis.call('EXPIRE', key, ARGV[1])
local window = redis.call('ZRANGEBYSCORE', key, '(' .. ARGV[4], ARGV[5], 'WITHSCORES')
return {newest, dropped_until, window}
