-- Adds transactions to the histories of entities and reads their windows, in one atomic step: of two
-- racing transactions at least one sees the other. NX, and members made of the content alone, make
-- a repeated call harmless. Keys do not depend on each other: a cluster gets them one a call.
--
-- `history.py` puts constants before this text: time_to_live in s, grace in ms, slack and room (entries
-- kept and entries read beyond a full window), and dimensions: by the letter in a key, the length of
-- its windows in ms and the entries of a full one.
--
-- KEYS    sorted sets
-- ARGV    for each key: number n of entries to add, and n times score and member, ascending
-- Returns for each key one text: empty if the set holds nothing but what was just added. Else member and
--         score of each entry up to the last added one, newest first, separated by blanks (one text is
--         far cheaper to send than a list). Before them, with a comma in between, the newest score and
--         the score up to which entries were dropped because there were too many, unless the newest
--         entry is the last added one and none was dropped.
local call, concat, insert = redis.call, table.concat, table.insert
local answers = {}
local at = 1
for index, key in ipairs(KEYS) do
  local count = tonumber(ARGV[at])
  local first, last = at + 1, at + 2 * count
  local added = call('ZADD', key, 'NX', unpack(ARGV, first, last))
  local kept = call('ZCARD', key)
  call('EXPIRE', key, time_to_live)

  if added == kept then
    answers[index] = ''
  else
    local length, cap = unpack(dimensions[string.sub(key, 4, 4)])
    -- A full window before the first entry, with room for some of others in between.
    local from, limit = '(' .. ARGV[first] - length, cap + count + room
    local window = call('ZREVRANGEBYSCORE', key, '+inf', from, 'WITHSCORES', 'LIMIT', 0, limit)
    -- Nothing is in reach if all that is added was there already, with earlier event times.
    local newest = window[2] or call('ZREVRANGE', key, 0, 0, 'WITHSCORES')[2]
    local latest = ARGV[last - 1]
    if newest ~= latest and tonumber(newest) > tonumber(latest) then
      window = call('ZREVRANGEBYSCORE', key, latest, from, 'WITHSCORES', 'LIMIT', 0, limit)
    end

    local dropped = '0'
    if 2 * kept > #window then
      call('ZREMRANGEBYSCORE', key, '-inf', newest - length - grace)
    end
    if kept >= cap + slack then
      call('ZREMRANGEBYRANK', key, 0, -cap - slack - 1)
      dropped = call('ZRANGE', key, 0, 0, 'WITHSCORES')[2]
    end
    if newest ~= latest or dropped ~= '0' then
      insert(window, 1, newest .. ',' .. dropped)
    end
    answers[index] = concat(window, ' ')
  end
  at = last + 1
end
return answers
